const parameters = ['signin_method', 'session_token', 'redirect_uri', 'state'];

/**
 * EKY-32: the templates of https://authen.ekyc.com/docs, "Redirect to eAuthenticator server", are plain text in single
 * quotes. Names the parameter whose placeholder, such as `{sessionToken}`, still stands in the URL.
 */
export function unfilled(query: URLSearchParams): string | undefined {
  for (const name of parameters) {
    const placeholder = /^\$?\{\w+\}$/.exec(query.get(name) ?? '')?.[0];
    if (placeholder !== undefined)
      return `${name} still is the page's placeholder ${placeholder}: single quotes fill nothing in. Put the value there, percent-encoded.`;
  }
  return undefined;
}

/** EKY-32: what else tells that the template was used as it is: its values stand in it without percent-encoding. */
export function templateHints(query: URLSearchParams): string[] {
  const hints: string[] = [];
  if ([...query.keys()].some((name) => !parameters.includes(name)))
    hints.push('an unknown parameter: redirect_uri ends at its first & where it is not percent-encoded');
  if (query.get('state')?.includes(' ') === true)
    hints.push('state holds a space: a + becomes one where it is not percent-encoded');
  const placeholder = unfilled(query);
  return placeholder === undefined ? hints : [...hints, placeholder];
}
