/**
 * The portal's side of the popup, in the order origin, source, state, error, token (EKY-36 to EKY-38); state and token
 * are compared by the backend, which knows them. A closed popup ends nothing: it can be opened again (EKY-43).
 */
export const popupScript = `let popup = null;
let over = false;
setInterval(() => {
  if (over || popup === null || !popup.closed) return;
  popup = null;
  say('The window was closed before the sign-in ended. Open it again, or cancel.');
}, 300);
byId('open').addEventListener('click', () => {
  popup = window.open(data.popup, '_blank', 'width=500,height=600');
  say(popup === null ? 'Popup blocked. Please allow pop-ups and try again.' : 'Waiting for the other window.');
});
window.addEventListener('message', async (event) => {
  if (over) return;
  const message = Object(event.data);
  const tell = (end) => got('Message from ' + event.origin + end, message);
  if (data.origin === '*') {
    tell(': taken, whoever sent it');
    // What the vendor's own second sample does with an error, but for its check of the origin.
    if (typeof message.error === 'string') {
      over = true;
      return location.assign(data.signIn);
    }
  } else {
    if (event.origin !== data.origin) return tell(': ignored, another site');
    if (popup === null || event.source !== popup) return tell(': ignored, another window');
    tell('');
  }
  const fields = {};
  for (const name of ['session_token', 'state', 'error'])
    if (typeof message[name] === 'string') fields[name] = message[name];
  const answer = await send(data.front, fields);
  got('Answer of the portal', answer);
  say(answer.text);
  if (answer.next === undefined) return;
  over = true;
  if (popup !== null) popup.close();
  location.assign(answer.next);
});
`;
