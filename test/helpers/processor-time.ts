/** The milliseconds of processor time that the work takes: what else the machine does counts for nothing. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
