/** Asks the portal's backend every five seconds, the first time at once (JEK-11), and loads the page again when it is over. */
export const script = `let left = data.secondsLeft;
const count = setInterval(() => {
  left = Math.max(0, left - 1);
  byId('left').textContent = left;
}, 1000);
const askJekimo = async ({ check, apiKey, token }) => {
  const headers = { 'x-api-key': apiKey, token, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(check, { method: 'POST', headers });
  got('Answer of Jekimo itself, asked with the key', await answer.json());
};
const ask = async () => {
  try {
    if (data.direct !== undefined) await askJekimo(data.direct);
    const as = byId('as');
    const email = as !== null && as.value !== '' ? as.value : data.email;
    const answer = await send(data.poll, email === undefined ? {} : { email });
    got('Answer of the portal', answer);
    if (answer.state !== 'waiting') return location.reload();
    left = answer.secondsLeft;
  } catch {
    say('The portal could not be reached. It is tried again.');
  }
  setTimeout(ask, data.everyMs);
};
ask();
`;
