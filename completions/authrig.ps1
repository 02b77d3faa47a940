# Completes the authrig command line. Generated from its command tree: changes in this file are lost.

$authrigBelow = @{
  '' = @('jekimo|log in by QR code, and step up with a pin', 'verifik|get an access token through an OTP, kept for 30 days', 'elixir|sign in with a mailed code or a QR value, refresh, end', 'ekyc|enrol an authenticator, sign in by redirect or popup', 'juvlon|verify a token and its one-time code', 'smoke|see whether keys are good; nothing is sent to anybody', 'run|run scenario files: steps, expectations, clean-up', 'sandbox|emulate the providers, for your own tests', 'report|join the reports that the jobs of a matrix wrote', 'replay|run a recorded command again, against the recorded answers', 'explain|say what happened in a recording, and why', 'totp|print, verify and draw what an authenticator shows', 'config|keep keys and settings, see where each comes from', 'profile|keep several sets of settings, side by side', 'doctor|see what stands in the way: clock, proxy, DNS, store', 'completion|complete commands, options and values in your shell', 'help|explain exit codes, environment, JSON, sources, scenarios')
  'jekimo' = @('login|run the whole QR login: token, QR code, wait, verdict, pin', 'request|request a token: its link, QR code and deadline', 'check|check a token once', 'wait|wait for a token that was requested earlier')
  'verifik' = @('phone|run the whole login: send the OTP, ask for it, confirm it', 'send|send the OTP, for `verifik confirm` to finish', 'confirm|confirm the OTP of an earlier `verifik send`', 'token|print a valid token, from the cache or by a fresh login', 'status|show what is kept, masked, and until when', 'forget|drop the kept token and its challenges', 'email|run the whole login by e-mail instead of by phone')
  'elixir' = @('otp|run the whole sign-in: mail a code, ask for it, verify it', 'send|mail a code, for `elixir verify` to finish', 'verify|verify the code of an earlier `elixir send`', 'qr|sign in with a QR value of My Account > Security', 'refresh|exchange the refresh token for new tokens', 'token|print a valid access token, refreshing where needed', 'signout|end the session for this device, and forget it', 'status|show what is kept, and until when')
  'ekyc' = @('enroll|run the whole enrolment: secret, QR code, code, toggle', 'toggle-mfa|tell eKYC that the 2FA of a user is on or off', 'uri|print the otpauth URI, and draw its QR code', 'session|create a session token for a user', 'login|run the whole sign-in: session, browser, answer, callback', 'auth-url|print the URL of the sign-in page', 'callback|receive the backend callback of a session, and judge it', 'audit|say in words what the settings of a portal expose')
  'juvlon' = @('verify|verify a token and its one-time code')
  'sandbox' = @('start|run the sandbox until Ctrl-C or SIGTERM', 'exec|run a command against a sandbox of its own', 'otp|print the newest code that the sandbox sent', 'approve|let the customer approve a pending sign-in', 'deny|let the customer deny a pending sign-in', 'advance|move the sandbox''s clock forward', 'fault|let calls of a running sandbox go wrong, on purpose', 'log|print what reached the sandbox, redacted', 'stop|stop a sandbox that runs')
  'report' = @('merge|make one report of those of several jobs')
  'totp' = @('code|print the current code of a TOTP secret', 'verify|verify a code against a TOTP secret', 'uri|print the otpauth URI of a TOTP secret, and draw its QR code')
  'config' = @('set|keep a setting in the profile', 'get|print a setting and where it comes from', 'list|print every setting and where it comes from', 'unset|remove a setting from the profile', 'path|print the path of the settings file', 'export|print the profile''s settings as JSON', 'import|keep the settings of an export in the profile')
  'profile' = @('list|print the profiles', 'use|make a profile the current one', 'create|add an empty profile', 'delete|remove a profile with its sessions')
  'completion' = @('install|put the script where the shell finds it', 'bash|print the completion script of bash', 'zsh|print the completion script of zsh', 'fish|print the completion script of fish', 'powershell|print the completion script of PowerShell')
}

# An option that takes a value ends in =.
$authrigCommon = @('--json|print one JSON document on stdout, on success and on failure', '--field=|print one value of the result, raw', '--profile=|use the settings of this profile', '--sandbox|use the embedded sandbox, with its keys and a simulated customer', '--no-input|never ask; also where stdin is no terminal, or CI is set', '--timeout=|end the whole command after this long (90s, 2m)', '--record=|write what went over the wire to this file, redacted (HAR 1.2); an older one becomes FILE.1', '--include-secrets|leave the secrets in the file of --record', '--curl|print the curl commands that do the same, and send nothing', '--color=|when to colour what is said', '--verbose|show each exchange as it happens, redacted, and the stack of a bug', '-v|show each exchange as it happens, redacted, and the stack of a bug', '--quiet|say nothing but results and errors', '-q|say nothing but results and errors', '--help|print help', '-h|print help')
$authrigOptions = @{
  'jekimo login' = @('--min-age=|the least age that the customer must have', '--two-fa|ask for a pin where Jekimo flags a risk', '--no-two-fa|tell Jekimo that no pin is wanted', '--two-fa-header=|which of the two documented spellings carries --two-fa', '--otp=|the pin that the customer got', '--otp-from=|where to read the pin that the customer got: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the pin that the customer got in what is read', '--interval=|time between two checks; below 5 on a loopback host alone', '--qr=|how to draw the QR code', '--qr-file=|also write the QR code to this file, .png or .svg', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--base-url=|base URL of the API')
  'jekimo request' = @('--min-age=|the least age that the customer must have', '--two-fa|ask for a pin where Jekimo flags a risk', '--no-two-fa|tell Jekimo that no pin is wanted', '--two-fa-header=|which of the two documented spellings carries --two-fa', '--qr=|how to draw the QR code', '--qr-file=|also write the QR code to this file, .png or .svg', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--base-url=|base URL of the API')
  'jekimo check' = @('--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--base-url=|base URL of the API')
  'jekimo wait' = @('--otp=|the pin that the customer got', '--otp-from=|where to read the pin that the customer got: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the pin that the customer got in what is read', '--interval=|time between two checks; below 5 on a loopback host alone', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--base-url=|base URL of the API')
  'verifik phone' = @('--yes|send the message without asking', '-y|send the message without asking', '--otp=|the OTP', '--otp-from=|where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the OTP in what is read', '--authenticator-otp-from=|where to read the second factor, should Verifik want one', '--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'verifik send' = @('--yes|send the message without asking', '-y|send the message without asking', '--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'verifik confirm' = @('--challenge=|the challenge that `verifik send` printed', '--otp=|the OTP', '--otp-from=|where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the OTP in what is read', '--authenticator-otp-from=|where to read the second factor, should Verifik want one', '--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'verifik token' = @('--min-ttl=|how long it must still be good, up to 30d', '--export=|hand the token to a CI system, as VERIFIK_ACCESS_TOKEN', '--yes|send the message without asking', '-y|send the message without asking', '--otp=|the OTP', '--otp-from=|where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the OTP in what is read', '--authenticator-otp-from=|where to read the second factor, should Verifik want one', '--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'verifik status' = @('--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'verifik forget' = @('--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'verifik email' = @('--email=|the address of the Verifik client', '--yes|send the message without asking', '-y|send the message without asking', '--otp=|the OTP', '--otp-from=|where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the OTP in what is read', '--authenticator-otp-from=|where to read the second factor, should Verifik want one', '--country-code=|country code of the phone, such as +1', '--phone=|phone number of the Verifik client, without its country code', '--base-url=|base URL of the API')
  'elixir otp' = @('--otp=|the code', '--otp-from=|where to read the code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the code in what is read', '--yes|send the message without asking', '-y|send the message without asking', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir send' = @('--yes|send the message without asking', '-y|send the message without asking', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir verify' = @('--challenge=|the challenge that `elixir send` printed', '--otp=|the code', '--otp-from=|where to read the code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the code in what is read', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir qr' = @('--image=|read the QR code from this picture, PNG or JPEG', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir refresh' = @('--refresh-token-from=|use this one: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir token' = @('--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir signout' = @('--all|every session that is kept for this base URL', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'elixir status' = @('--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--email=|e-mail address of the account', '--base-url=|base URL of the API')
  'ekyc enroll' = @('--secret-from=|where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--algorithm=|hash of the codes', '--digits=|digits of a code, 6 to 8', '--period=|how long a code is good', '--otp=|the code that the phone shows', '--otp-from=|where to read the code that the phone shows: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the code that the phone shows in what is read', '--qr=|how to draw the QR code', '--qr-file=|also write the QR code to this file, .png or .svg', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc toggle-mfa' = @('--enable|the user has enabled 2FA', '--disable|the user has disabled 2FA', '--secret-from=|where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--algorithm=|hash of the codes', '--digits=|digits of a code, 6 to 8', '--period=|how long a code is good', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc uri' = @('--secret-from=|where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--algorithm=|hash of the codes', '--digits=|digits of a code, 6 to 8', '--period=|how long a code is good', '--qr=|how to draw the QR code', '--qr-file=|also write the QR code to this file, .png or .svg', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc session' = @('--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc login' = @('--browser|open the browser under --sandbox too, where you play the customer', '--no-browser|print the link and its QR code, and open nothing', '--callback|wait for the backend callback too, as a portal must', '--method=|how the answer comes back', '--port=|listen on this port instead of a free one', '--callback-path=|path of the callback URL, instead of a random one', '--qr=|how to draw the QR code', '--qr-file=|also write the QR code to this file, .png or .svg', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc auth-url' = @('--session-token=|the session token; else the one kept', '--redirect-uri=|where the browser comes back to', '--state=|the state that has to come back', '--method=|how the answer comes back', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc callback' = @('--session-token=|the session token; else the one kept', '--port=|listen on this port instead of a free one', '--callback-path=|path of the callback URL, instead of a random one', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'ekyc audit' = @('--callback-url=|the callback URL, as it is registered', '--auth-url=|the sign-in URL, as the portal builds it', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--client-id=|client ID of the application, from the Domain Console', '--email=|e-mail address of the user who signs in', '--issuer=|name of the application, as the authenticator shows it', '--base-url=|base URL of the API', '--identifier-url=|base URL of the sign-in page')
  'juvlon verify' = @('--token=|the token that was given out with the code', '--content-type=|the body is JSON; the vendor’’s sample labels it as a form', '--otp=|the one-time code', '--otp-from=|where to read the one-time code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the one-time code in what is read', '--api-key-from=|where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--base-url=|base URL of the API')
  'smoke' = @('--calibrate|ask once more with an obviously false key, to be certain', '--active|also ask what leaves a trace at the provider, after saying which', '--concurrency=|keys tested at the same time', '--keys=|test the keys of this list instead: CSV or NDJSON with provider, label, source', '--shard=|test the i-th of n equal parts of the keys', '--report=|write a report, again for more of them: junit, tap, json, ndjson, markdown, html, github')
  'run' = @('--report=|write a report, again for more of them: junit, tap, json, ndjson, markdown, html, github', '--example=|run a scenario that ships with authrig', '--var=|give a variable of the files its value', '--var-file=|read variables from this file, in YAML or JSON', '--tag=|only files with this tag; again for more of them', '--concurrency=|how many files run at once', '--bail|begin no further file once one has failed', '--retry=|try a file that failed again, so often', '--allow-skip|let steps be skipped without failing the run', '--dry-run|print what would be called, and call nothing', '--live|let steps send real messages to real people', '--schema|print the JSON Schema of scenario files')
  'sandbox start' = @('--port=|listen on this port instead of a free one', '--state=|go on from this file, and keep there what is known; --clock, --freeze, --set and --code stand above it', '--seed=|the same seed gives the same codes and tokens, also after a reset; ids run on', '--clock=|begin at this time (2026-01-31T12:00:00Z)', '--freeze|let the clock stand still', '--set=|read what a vendor leaves open in another way; see GET /__sandbox/switches', '--code=|always send this recipient this code', '--docs-literal|answer in the text of the vendors'' pages, malformed JSON included')
  'sandbox exec' = @('--seed=|the same seed gives the same codes and tokens, also after a reset; ids run on', '--clock=|begin at this time (2026-01-31T12:00:00Z)', '--freeze|let the clock stand still', '--set=|read what a vendor leaves open in another way; see GET /__sandbox/switches', '--code=|always send this recipient this code', '--docs-literal|answer in the text of the vendors'' pages, malformed JSON included')
  'sandbox otp' = @('--url=|the sandbox, where it is not found by itself', '--to=|the phone number, however it is written, or the address it was sent to', '--provider=|the provider that sent it', '--since=|only messages after the one with this id', '--wait=|wait this long where none is there (30s)')
  'sandbox approve' = @('--url=|the sandbox, where it is not found by itself', '--after=|the customer takes this long', '--wait=|wait this long for a sign-in', '--risk|Jekimo flags a risk', '--no-risk|Jekimo flags none', '--age=|the customer''s age')
  'sandbox deny' = @('--url=|the sandbox, where it is not found by itself', '--after=|the customer takes this long', '--wait=|wait this long for a sign-in', '--risk|Jekimo flags a risk', '--no-risk|Jekimo flags none', '--age=|the customer''s age')
  'sandbox advance' = @('--url=|the sandbox, where it is not found by itself')
  'sandbox fault' = @('--url=|the sandbox, where it is not found by itself', '--list|print the faults that are there', '--clear|drop them all', '--drop=|drop this one', '--provider=|only calls of this provider', '--operation=|only this call, such as phoneConfirm', '--times=|strike so often and no more', '--after=|let so many calls pass first', '--every=|strike each n-th call', '--probability=|strike this share of the calls (0.2)', '--seed=|the same seed strikes the same calls', '--delay=|how long latency, timeout, dribble or slow-close take', '--jitter=|give or take so much of it', '--status=|the HTTP status that status answers', '--retry-after=|what rate-limit says, seconds or a date', '--bytes=|how much gets through, or how much at a time', '--bytes-per-second=|how fast bandwidth is')
  'sandbox log' = @('--url=|the sandbox, where it is not found by itself', '--follow|go on as they come', '-f|go on as they come')
  'sandbox stop' = @('--url=|the sandbox, where it is not found by itself')
  'report merge' = @('--report=|write a report, again for more of them: junit, tap, json, ndjson, markdown, html, github')
  'replay' = @('--against=|send the recorded calls anew, and compare the shapes of the answers', '--live|with --against live, allow calls that send, change or use up something')
  'explain' = @('--format=|how it is told: markdown for a ticket, html as one file')
  'totp code' = @('--wait-fresh|wait for the next code where less than 5 s of this one are left', '--secret-from=|where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--algorithm=|hash of the codes', '--digits=|digits of a code, 6 to 8', '--period=|how long a code is good', '--at=|another moment: ISO 8601, or seconds since 1970', '--clock-from=|ask this server for its clock, and say how far off ours is')
  'totp verify' = @('--window=|steps to either side, 0 to 10', '--secret-from=|where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--algorithm=|hash of the codes', '--digits=|digits of a code, 6 to 8', '--period=|how long a code is good', '--otp=|the code', '--otp-from=|where to read the code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox', '--otp-match=|finds the code in what is read', '--at=|another moment: ISO 8601, or seconds since 1970', '--clock-from=|ask this server for its clock, and say how far off ours is')
  'totp uri' = @('--issuer=|who gives the account, without a colon', '--account=|whose account it is', '--secret-from=|where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL', '--algorithm=|hash of the codes', '--digits=|digits of a code, 6 to 8', '--period=|how long a code is good', '--qr=|how to draw the QR code', '--qr-file=|also write the QR code to this file, .png or .svg')
  'config set' = @('--store=|where a secret is kept; without it, where it is kept already')
  'config get' = @()
  'config list' = @()
  'config unset' = @()
  'config path' = @()
  'config export' = @('--include-secrets|print the secrets too')
  'config import' = @()
  'profile list' = @()
  'profile use' = @()
  'profile create' = @()
  'profile delete' = @('--yes|do not ask', '-y|do not ask')
  'doctor' = @()
  'completion install' = @('--dry-run|say what would be done, and do nothing')
  'completion bash' = @()
  'completion zsh' = @()
  'completion fish' = @()
  'completion powershell' = @()
  'help' = @()
}

# What may stand at a place: words, !KIND for what has to be asked for, * for a file, *.ENDING for one whose name ends so,
# and PREFIX* for a file behind it.
$authrigPlaces = @{
  '--profile' = @('!profiles')
  '--record' = @('*')
  '--color' = @('auto', 'always', 'never')
  'jekimo login --field' = @('token', 'status', 'risk', 'pin', 'attempts')
  'jekimo login --two-fa-header' = @('both', 'two-fa', 'two-af')
  'jekimo login --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'jekimo login --qr' = @('auto', 'full', 'half', 'ascii', 'none')
  'jekimo login --qr-file' = @('*')
  'jekimo login --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'jekimo request --field' = @('token', 'url', 'qrcode', 'expiresAt')
  'jekimo request --two-fa-header' = @('both', 'two-fa', 'two-af')
  'jekimo request --qr' = @('auto', 'full', 'half', 'ascii', 'none')
  'jekimo request --qr-file' = @('*')
  'jekimo request --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'jekimo check --field' = @('token', 'status', 'risk', 'pin', 'attempts')
  'jekimo check --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'jekimo wait --field' = @('token', 'status', 'risk', 'pin', 'attempts')
  'jekimo wait --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'jekimo wait --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'verifik phone --field' = @('accessToken', 'tokenType', 'expiresAt', 'cached')
  'verifik phone --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik phone --authenticator-otp-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik send --field' = @('status', 'phoneGateway', 'expiresAt', 'requires2FA', 'challenge')
  'verifik confirm --field' = @('accessToken', 'tokenType', 'expiresAt', 'cached')
  'verifik confirm --challenge' = @('!challenges')
  'verifik confirm --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik confirm --authenticator-otp-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik token --field' = @('accessToken', 'tokenType', 'expiresAt', 'cached')
  'verifik token --export' = @('github', 'dotenv', 'shell', 'gitlab')
  'verifik token --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik token --authenticator-otp-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik status --field' = @('profile', 'sessions', 'challenges')
  'verifik forget --field' = @('account', 'token', 'challenges')
  'verifik email --field' = @('accessToken', 'tokenType', 'expiresAt', 'cached')
  'verifik email --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'verifik email --authenticator-otp-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'elixir otp --field' = @('token', 'refreshToken', 'expiresAt', 'user', 'newAccount')
  'elixir otp --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'elixir otp --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir send --field' = @('transactionId', 'challenge')
  'elixir send --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir verify --field' = @('token', 'refreshToken', 'expiresAt', 'user', 'newAccount')
  'elixir verify --challenge' = @('!challenges')
  'elixir verify --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'elixir verify --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir qr --field' = @('token', 'refreshToken', 'expiresAt', 'user', 'newAccount')
  'elixir qr --image' = @('*')
  'elixir qr --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir refresh --field' = @('token', 'refreshToken', 'expiresAt', 'user', 'newAccount')
  'elixir refresh --refresh-token-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir refresh --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir token --field' = @('token', 'refreshToken', 'expiresAt', 'user', 'newAccount')
  'elixir token --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir signout --field' = @('message', 'sessions')
  'elixir signout --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'elixir status --field' = @('profile', 'sessions', 'challenges')
  'elixir status --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc enroll --field' = @('email', 'action', 'code', 'secret', 'uri')
  'ekyc enroll --secret-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc enroll --algorithm' = @('SHA1', 'SHA256', 'SHA512')
  'ekyc enroll --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'ekyc enroll --qr' = @('auto', 'full', 'half', 'ascii', 'none')
  'ekyc enroll --qr-file' = @('*')
  'ekyc enroll --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc toggle-mfa --field' = @('email', 'action', 'code')
  'ekyc toggle-mfa --secret-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc toggle-mfa --algorithm' = @('SHA1', 'SHA256', 'SHA512')
  'ekyc toggle-mfa --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc uri --field' = @('uri')
  'ekyc uri --secret-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc uri --algorithm' = @('SHA1', 'SHA256', 'SHA512')
  'ekyc uri --qr' = @('auto', 'full', 'half', 'ascii', 'none')
  'ekyc uri --qr-file' = @('*')
  'ekyc uri --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc session --field' = @('session_token', 'expiresAt')
  'ekyc session --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc login --field' = @('session_token', 'result')
  'ekyc login --method' = @('redirect', 'popup')
  'ekyc login --qr' = @('auto', 'full', 'half', 'ascii', 'none')
  'ekyc login --qr-file' = @('*')
  'ekyc login --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc auth-url --field' = @('url', 'state')
  'ekyc auth-url --method' = @('redirect', 'popup')
  'ekyc auth-url --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc callback --field' = @('session_token', 'result')
  'ekyc callback --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'ekyc audit --field' = @('checks')
  'ekyc audit --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'juvlon verify --field' = @('verify', 'transactionId', 'token')
  'juvlon verify --content-type' = @('json', 'form')
  'juvlon verify --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'juvlon verify --api-key-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'smoke --field' = @('keys')
  'smoke --keys' = @('*')
  'smoke --report' = @('junit=', 'tap=', 'json=', 'ndjson=', 'markdown=', 'html=', 'github=', 'junit=*', 'tap=*', 'json=*', 'ndjson=*', 'markdown=*', 'html=*', 'github=*')
  'smoke *' = @('jekimo', 'verifik', 'elixir', 'ekyc', 'juvlon')
  'run --field' = @('files', 'sessions', 'passed', 'failed', 'inconclusive', 'skipped', 'schema')
  'run --report' = @('junit=', 'tap=', 'json=', 'ndjson=', 'markdown=', 'html=', 'github=', 'junit=*', 'tap=*', 'json=*', 'ndjson=*', 'markdown=*', 'html=*', 'github=*')
  'run --example' = @('ekyc-login', 'ekyc-mfa', 'elixir', 'jekimo', 'juvlon', 'shared-session', 'verifik')
  'run --var-file' = @('*')
  'run *' = @('*.yaml,*.yml')
  'sandbox start --state' = @('*')
  'sandbox start --set' = @('sandbox.answers=strict', 'sandbox.answers=docs-literal', 'sandbox.resendLimit=5', 'sandbox.resendLimit=1', 'sandbox.resendLimit=off', 'jekimo.refusalStatus=200', 'jekimo.refusalStatus=400', 'jekimo.refusalStatus=401', 'jekimo.checkOrder=key-first', 'jekimo.checkOrder=token-first', 'jekimo.expiredToken=error', 'jekimo.expiredToken=KO', 'jekimo.expiredToken=created', 'verifik.wrongOtp=400', 'verifik.wrongOtp=403', 'verifik.expiredOtp=412', 'verifik.expiredOtp=409', 'elixir.refusalStatus=400', 'elixir.refusalStatus=200', 'elixir.order=key-first', 'elixir.order=body-first', 'ekyc.secretNeededFor=ENABLE', 'ekyc.secretNeededFor=DISABLE', 'ekyc.secretNeededFor=both', 'ekyc.refusalStatus=200', 'ekyc.refusalStatus=400', 'ekyc.refusalStatus=401', 'ekyc.refusalStatus=403', 'ekyc.callbackMethod=GET', 'ekyc.callbackMethod=POST', 'juvlon.verify=string', 'juvlon.verify=boolean', 'juvlon.code=number', 'juvlon.code=string', 'juvlon.refusalStatus=200', 'juvlon.refusalStatus=code', 'juvlon.order=key-first', 'juvlon.order=pair-first')
  'sandbox exec --set' = @('sandbox.answers=strict', 'sandbox.answers=docs-literal', 'sandbox.resendLimit=5', 'sandbox.resendLimit=1', 'sandbox.resendLimit=off', 'jekimo.refusalStatus=200', 'jekimo.refusalStatus=400', 'jekimo.refusalStatus=401', 'jekimo.checkOrder=key-first', 'jekimo.checkOrder=token-first', 'jekimo.expiredToken=error', 'jekimo.expiredToken=KO', 'jekimo.expiredToken=created', 'verifik.wrongOtp=400', 'verifik.wrongOtp=403', 'verifik.expiredOtp=412', 'verifik.expiredOtp=409', 'elixir.refusalStatus=400', 'elixir.refusalStatus=200', 'elixir.order=key-first', 'elixir.order=body-first', 'ekyc.secretNeededFor=ENABLE', 'ekyc.secretNeededFor=DISABLE', 'ekyc.secretNeededFor=both', 'ekyc.refusalStatus=200', 'ekyc.refusalStatus=400', 'ekyc.refusalStatus=401', 'ekyc.refusalStatus=403', 'ekyc.callbackMethod=GET', 'ekyc.callbackMethod=POST', 'juvlon.verify=string', 'juvlon.verify=boolean', 'juvlon.code=number', 'juvlon.code=string', 'juvlon.refusalStatus=200', 'juvlon.refusalStatus=code', 'juvlon.order=key-first', 'juvlon.order=pair-first')
  'sandbox exec *' = @('*')
  'sandbox otp --field' = @('id', 'provider', 'to', 'code', 'sentAt')
  'sandbox otp --to' = @('!recipients')
  'sandbox otp --provider' = @('jekimo', 'verifik', 'elixir', 'ekyc', 'juvlon')
  'sandbox approve --field' = @('id', 'provider', 'decision', 'state')
  'sandbox approve 0' = @('!sign-ins')
  'sandbox deny --field' = @('id', 'provider', 'decision', 'state')
  'sandbox deny 0' = @('!sign-ins')
  'sandbox advance --field' = @('now', 'frozen')
  'sandbox fault --field' = @('id', 'kind', 'provider', 'operation', 'seen', 'struck', 'faults')
  'sandbox fault --drop' = @('!faults')
  'sandbox fault --provider' = @('jekimo', 'verifik', 'elixir', 'ekyc', 'juvlon')
  'sandbox fault --operation' = @('gettoken', 'check', 'phoneLogin', 'phoneConfirm', 'emailLogin', 'emailConfirm', 'clientMe', 'otpLogin', 'otpVerify', 'refresh', 'signout', 'qrVerify', 'sessionToken', 'toggle', 'verifyOneTimeCode')
  'sandbox fault 0' = @('latency', 'down', 'timeout', 'status', 'rate-limit', 'reset', 'empty', 'truncated', 'limit-data', 'garbage', 'malformed-chunk', 'bad-json', 'wrong-type', 'dribble', 'bandwidth', 'slow-close')
  'sandbox log --field' = @('requests')
  'sandbox stop --field' = @('url', 'stopped')
  'report merge --field' = @('command', 'reports', 'total', 'passed', 'failed', 'inconclusive', 'skipped')
  'report merge --report' = @('junit=', 'tap=', 'json=', 'ndjson=', 'markdown=', 'html=', 'github=', 'junit=*', 'tap=*', 'json=*', 'ndjson=*', 'markdown=*', 'html=*', 'github=*')
  'report merge *' = @('*')
  'replay --against' = @('sandbox', 'live')
  'replay 0' = @('*')
  'explain --field' = @('title', 'source', 'creator', 'startedAt', 'milliseconds', 'calls', 'others', 'timeline', 'verdict', 'cause', 'reason', 'ask', 'next', 'remarks')
  'explain --format' = @('text', 'markdown', 'html', 'json')
  'explain 0' = @('*')
  'totp code --field' = @('code', 'secondsLeft', 'driftSeconds')
  'totp code --secret-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'totp code --algorithm' = @('SHA1', 'SHA256', 'SHA512')
  'totp verify --field' = @('verified', 'step', 'secondsLeft', 'driftSeconds')
  'totp verify --secret-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'totp verify --algorithm' = @('SHA1', 'SHA256', 'SHA512')
  'totp verify --otp-from' = @('prompt', 'stdin', 'file:', 'cmd:', 'url:', 'sandbox', 'file:*')
  'totp uri --field' = @('uri')
  'totp uri --secret-from' = @('prompt', 'stdin', 'env:', 'file:', 'cmd:', 'url:', 'file:*')
  'totp uri --algorithm' = @('SHA1', 'SHA256', 'SHA512')
  'totp uri --qr' = @('auto', 'full', 'half', 'ascii', 'none')
  'totp uri --qr-file' = @('*')
  'config set --store' = @('file', 'keychain')
  'config set 0' = @('jekimo.apiKey', 'jekimo.baseUrl', 'verifik.countryCode', 'verifik.phone', 'verifik.baseUrl', 'elixir.apiKey', 'elixir.email', 'elixir.baseUrl', 'ekyc.apiKey', 'ekyc.clientId', 'ekyc.email', 'ekyc.issuer', 'ekyc.baseUrl', 'ekyc.identifierUrl', 'juvlon.apiKey', 'juvlon.baseUrl')
  'config get 0' = @('jekimo.apiKey', 'jekimo.baseUrl', 'verifik.countryCode', 'verifik.phone', 'verifik.baseUrl', 'elixir.apiKey', 'elixir.email', 'elixir.baseUrl', 'ekyc.apiKey', 'ekyc.clientId', 'ekyc.email', 'ekyc.issuer', 'ekyc.baseUrl', 'ekyc.identifierUrl', 'juvlon.apiKey', 'juvlon.baseUrl')
  'config unset 0' = @('jekimo.apiKey', 'jekimo.baseUrl', 'verifik.countryCode', 'verifik.phone', 'verifik.baseUrl', 'elixir.apiKey', 'elixir.email', 'elixir.baseUrl', 'ekyc.apiKey', 'ekyc.clientId', 'ekyc.email', 'ekyc.issuer', 'ekyc.baseUrl', 'ekyc.identifierUrl', 'juvlon.apiKey', 'juvlon.baseUrl')
  'config import 0' = @('*')
  'profile use 0' = @('!profiles')
  'profile delete 0' = @('!profiles')
  'doctor --field' = @('checks')
  'completion install --field' = @('shell', 'file', 'written', 'undo', 'line')
  'completion install 0' = @('bash', 'zsh', 'fish', 'powershell')
  'completion bash --field' = @('shell', 'script')
  'completion zsh --field' = @('shell', 'script')
  'completion fish --field' = @('shell', 'script')
  'completion powershell --field' = @('shell', 'script')
  'help *' = @('exit-codes', 'environment', 'json', 'sources', 'scenarios', 'jekimo', 'verifik', 'elixir', 'ekyc', 'juvlon', 'smoke', 'run', 'sandbox', 'report', 'replay', 'explain', 'totp', 'config', 'profile', 'doctor', 'completion')
}

Register-ArgumentCompleter -Native -CommandName authrig -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($_.Extent.EndOffset -eq $cursorPosition -and $wordToComplete -eq '') } | ForEach-Object { $_.ToString() })
  $command = ''
  $option = ''
  $count = 0
  foreach ($word in ($typed | Select-Object -Skip 1)) {
    $options = @($authrigCommon) + @($authrigOptions[$command])
    $below = @($authrigBelow[$command] | ForEach-Object { "$_".Split('|')[0] })
    if ($option -ne '') { $option = '' }
    elseif ($word -like '--*=*') { continue }
    elseif ($word -like '-*') {
      if (@($options | Where-Object { "$_".StartsWith("$word=|") }).Count -gt 0) { $option = $word }
    }
    elseif ($below -contains $word) { $command = "$command $word".Trim() }
    else { $count++ }
  }

  $prefix = ''
  $value = $wordToComplete
  $place = "$command $count"
  if ($option -ne '') { $place = "$command $option" }
  elseif ($wordToComplete -like '--*=*') {
    $option = $wordToComplete.Split('=')[0]
    $prefix = "$option="
    $value = $wordToComplete.Substring($prefix.Length)
    $place = "$command $option"
  }

  $found = @()
  if ($option -eq '' -and $wordToComplete -like '-*') {
    $found = @($authrigCommon) + @($authrigOptions[$command]) | ForEach-Object {
      $name, $about = "$_".Split([char[]]'|', 2)
      "$($name.TrimEnd('='))|$about"
    }
  }
  elseif ($option -eq '' -and $authrigBelow.ContainsKey($command)) { $found = @($authrigBelow[$command]) }
  else {
    $entries = $authrigPlaces[$place]
    if ($null -eq $entries -and $option -ne '') { $entries = $authrigPlaces[$option] }
    if ($null -eq $entries) { $entries = $authrigPlaces["$command *"] }
    foreach ($entry in @($entries)) {
      if ("$entry".StartsWith('!')) {
        $found += & $typed[0] __complete $entry.Substring(1) ($typed | Select-Object -Skip 1) 2>$null | ForEach-Object { "$_".Replace([char]9, '|') }
      }
      elseif ("$entry".StartsWith('*.')) {
        $found += Get-ChildItem -Path "$value*" -ErrorAction SilentlyContinue | Where-Object { $_.PSIsContainer -or "$entry".Split(',') -contains "*$($_.Extension)" } | ForEach-Object { "$($_.Name)|file" }
      }
      elseif ("$entry".EndsWith('*')) {
        $before = "$entry".TrimEnd('*')
        if ($value.StartsWith($before)) {
          $found += Get-ChildItem -Path "$($value.Substring($before.Length))*" -Name -ErrorAction SilentlyContinue | ForEach-Object { "$before$_|file" }
        }
      }
      elseif ($null -ne $entry) { $found += "$entry|$entry" }
    }
  }

  $found | Where-Object { $_ -and "$_".StartsWith($value) } | ForEach-Object {
    $name, $about = "$_".Split([char[]]'|', 2)
    if (-not $about) { $about = $name }
    [System.Management.Automation.CompletionResult]::new("$prefix$name", $name, 'ParameterValue', $about)
  }
}
