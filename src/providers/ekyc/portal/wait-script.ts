/** Asks the backend for access until it says yes or no (EKY-53). */
export const waitScript = `const ask = async () => {
  try {
    const answer = await send(data.access, {});
    got('Answer of the portal', answer);
    if (answer.next !== undefined) return location.replace(answer.next);
    say('Waiting for eKYC’s notice.');
  } catch {
    say('The portal could not be reached. It is tried again.');
  }
  setTimeout(ask, 1000);
};
ask();
`;
