// Preloaded into the process under test: its peak of memory, in kilobytes, goes to the file that BENCH_PEAK names.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env['BENCH_PEAK'] ?? '/dev/null', String(process.resourceUsage().maxRSS));
});
