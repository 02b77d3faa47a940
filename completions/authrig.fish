# Completes the authrig command line. Generated from its command tree: changes in this file are lost.

# The words of the line that are no options of every command, as far as a command can go.
function __authrig_words
    set -l skip
    set -l found
    for word in (commandline -opc)[2..-1]
        if set -q skip[1]
            set -e skip
            continue
        end
        switch $word
            case --field --profile --timeout --record --color
                set skip yes
            case '-*'
                continue
            case '*'
                set -a found $word
                test (count $found) -ge 2; and break
        end
    end
    string join \n -- $found
end

# True where the line holds these words and no other yet.
function __authrig_is
    set -l words (__authrig_words)
    test "$words" = "$argv"
end

# True where the line begins with these words.
function __authrig_at
    set -l words (__authrig_words)
    string match -q -- "$argv *" "$words "
end

# What only this machine knows: a value a line, and what it is behind a tab.
function __authrig_live
    set -l typed (commandline -opc)
    $typed[1] __complete $argv[1] $typed[2..-1] 2>/dev/null
end

# Folders, and files whose names end so.
function __authrig_ending
    set -l typed (commandline -ct)
    for path in (complete -C "__authrig_no_command $typed")
        set -l name (string split -f1 \t -- $path)
        for ending in / .$argv
            if string match -q -- "*$ending" $name
                echo $name
                break
            end
        end
    end
end

# Words, and files behind those that are named after --.
function __authrig_sources
    set -l at (contains -i -- -- $argv)
    set -l typed (string replace -r -- '^--[^=]*=' '' (commandline -ct))
    for before in $argv[(math $at + 1)..-1]
        if string match -q -- "$before*" $typed
            set -l rest (string sub -s (math (string length -- $before) + 1) -- $typed)
            for path in (complete -C "__authrig_no_command $rest")
                echo $before(string split -f1 \t -- $path)
            end
            return
        end
    end
    string join \n -- $argv[1..(math $at - 1)]
end

complete -c authrig -f
complete -c authrig -l json -d 'print one JSON document on stdout, on success and on failure'
complete -c authrig -l profile -r -f -a '(__authrig_live profiles)' -d 'use the settings of this profile'
complete -c authrig -l sandbox -d 'use the embedded sandbox, with its keys and a simulated customer'
complete -c authrig -l no-input -d 'never ask; also where stdin is no terminal, or CI is set'
complete -c authrig -l timeout -r -f -d 'end the whole command after this long (90s, 2m)'
complete -c authrig -l record -r -F -d 'write what went over the wire to this file, redacted (HAR 1.2); an older one becomes FILE.1'
complete -c authrig -l include-secrets -d 'leave the secrets in the file of --record'
complete -c authrig -l curl -d 'print the curl commands that do the same, and send nothing'
complete -c authrig -l color -r -f -a 'auto always never' -d 'when to colour what is said'
complete -c authrig -s v -l verbose -d 'show each exchange as it happens, redacted, and the stack of a bug'
complete -c authrig -s q -l quiet -d 'say nothing but results and errors'
complete -c authrig -s h -l help -d 'print help'
complete -c authrig -n '__authrig_is' -a jekimo -d 'log in by QR code, and step up with a pin'
complete -c authrig -n '__authrig_is' -a verifik -d 'get an access token through an OTP, kept for 30 days'
complete -c authrig -n '__authrig_is' -a elixir -d 'sign in with a mailed code or a QR value, refresh, end'
complete -c authrig -n '__authrig_is' -a ekyc -d 'enrol an authenticator, sign in by redirect or popup'
complete -c authrig -n '__authrig_is' -a juvlon -d 'verify a token and its one-time code'
complete -c authrig -n '__authrig_is' -a smoke -d 'see whether keys are good; nothing is sent to anybody'
complete -c authrig -n '__authrig_is' -a run -d 'run scenario files: steps, expectations, clean-up'
complete -c authrig -n '__authrig_is' -a sandbox -d 'emulate the providers, for your own tests'
complete -c authrig -n '__authrig_is' -a report -d 'join the reports that the jobs of a matrix wrote'
complete -c authrig -n '__authrig_is' -a replay -d 'run a recorded command again, against the recorded answers'
complete -c authrig -n '__authrig_is' -a explain -d 'say what happened in a recording, and why'
complete -c authrig -n '__authrig_is' -a totp -d 'print, verify and draw what an authenticator shows'
complete -c authrig -n '__authrig_is' -a config -d 'keep keys and settings, see where each comes from'
complete -c authrig -n '__authrig_is' -a profile -d 'keep several sets of settings, side by side'
complete -c authrig -n '__authrig_is' -a doctor -d 'see what stands in the way: clock, proxy, DNS, store'
complete -c authrig -n '__authrig_is' -a completion -d 'complete commands, options and values in your shell'
complete -c authrig -n '__authrig_is' -a help -d 'explain exit codes, environment, JSON, sources, scenarios'

# authrig jekimo
complete -c authrig -n '__authrig_is jekimo' -a login -d 'run the whole QR login: token, QR code, wait, verdict, pin'
complete -c authrig -n '__authrig_is jekimo' -a request -d 'request a token: its link, QR code and deadline'
complete -c authrig -n '__authrig_is jekimo' -a check -d 'check a token once'
complete -c authrig -n '__authrig_is jekimo' -a wait -d 'wait for a token that was requested earlier'

# authrig jekimo login
complete -c authrig -n '__authrig_at jekimo login' -l min-age -r -f -d 'the least age that the customer must have'
complete -c authrig -n '__authrig_at jekimo login' -l two-fa -d 'ask for a pin where Jekimo flags a risk'
complete -c authrig -n '__authrig_at jekimo login' -l no-two-fa -d 'tell Jekimo that no pin is wanted'
complete -c authrig -n '__authrig_at jekimo login' -l two-fa-header -r -f -a 'both two-fa two-af' -d 'which of the two documented spellings carries --two-fa'
complete -c authrig -n '__authrig_at jekimo login' -l otp -r -f -d 'the pin that the customer got'
complete -c authrig -n '__authrig_at jekimo login' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the pin that the customer got: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at jekimo login' -l otp-match -r -f -d 'finds the pin that the customer got in what is read'
complete -c authrig -n '__authrig_at jekimo login' -l interval -r -f -d 'time between two checks; below 5 on a loopback host alone'
complete -c authrig -n '__authrig_at jekimo login' -l qr -r -f -a 'auto full half ascii none' -d 'how to draw the QR code'
complete -c authrig -n '__authrig_at jekimo login' -l qr-file -r -F -d 'also write the QR code to this file, .png or .svg'
complete -c authrig -n '__authrig_at jekimo login' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at jekimo login' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at jekimo login' -l field -r -f -a 'token status risk pin attempts' -d 'print one value of the result, raw'

# authrig jekimo request
complete -c authrig -n '__authrig_at jekimo request' -l min-age -r -f -d 'the least age that the customer must have'
complete -c authrig -n '__authrig_at jekimo request' -l two-fa -d 'ask for a pin where Jekimo flags a risk'
complete -c authrig -n '__authrig_at jekimo request' -l no-two-fa -d 'tell Jekimo that no pin is wanted'
complete -c authrig -n '__authrig_at jekimo request' -l two-fa-header -r -f -a 'both two-fa two-af' -d 'which of the two documented spellings carries --two-fa'
complete -c authrig -n '__authrig_at jekimo request' -l qr -r -f -a 'auto full half ascii none' -d 'how to draw the QR code'
complete -c authrig -n '__authrig_at jekimo request' -l qr-file -r -F -d 'also write the QR code to this file, .png or .svg'
complete -c authrig -n '__authrig_at jekimo request' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at jekimo request' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at jekimo request' -l field -r -f -a 'token url qrcode expiresAt' -d 'print one value of the result, raw'

# authrig jekimo check
complete -c authrig -n '__authrig_at jekimo check' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at jekimo check' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at jekimo check' -l field -r -f -a 'token status risk pin attempts' -d 'print one value of the result, raw'

# authrig jekimo wait
complete -c authrig -n '__authrig_at jekimo wait' -l otp -r -f -d 'the pin that the customer got'
complete -c authrig -n '__authrig_at jekimo wait' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the pin that the customer got: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at jekimo wait' -l otp-match -r -f -d 'finds the pin that the customer got in what is read'
complete -c authrig -n '__authrig_at jekimo wait' -l interval -r -f -d 'time between two checks; below 5 on a loopback host alone'
complete -c authrig -n '__authrig_at jekimo wait' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at jekimo wait' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at jekimo wait' -l field -r -f -a 'token status risk pin attempts' -d 'print one value of the result, raw'

# authrig verifik
complete -c authrig -n '__authrig_is verifik' -a phone -d 'run the whole login: send the OTP, ask for it, confirm it'
complete -c authrig -n '__authrig_is verifik' -a send -d 'send the OTP, for `verifik confirm` to finish'
complete -c authrig -n '__authrig_is verifik' -a confirm -d 'confirm the OTP of an earlier `verifik send`'
complete -c authrig -n '__authrig_is verifik' -a token -d 'print a valid token, from the cache or by a fresh login'
complete -c authrig -n '__authrig_is verifik' -a status -d 'show what is kept, masked, and until when'
complete -c authrig -n '__authrig_is verifik' -a forget -d 'drop the kept token and its challenges'
complete -c authrig -n '__authrig_is verifik' -a email -d 'run the whole login by e-mail instead of by phone'

# authrig verifik phone
complete -c authrig -n '__authrig_at verifik phone' -s y -l yes -d 'send the message without asking'
complete -c authrig -n '__authrig_at verifik phone' -l otp -r -f -d 'the OTP'
complete -c authrig -n '__authrig_at verifik phone' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at verifik phone' -l otp-match -r -f -d 'finds the OTP in what is read'
complete -c authrig -n '__authrig_at verifik phone' -l authenticator-otp-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: sandbox -- file:)' -d 'where to read the second factor, should Verifik want one'
complete -c authrig -n '__authrig_at verifik phone' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik phone' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik phone' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik phone' -l field -r -f -a 'accessToken tokenType expiresAt cached' -d 'print one value of the result, raw'

# authrig verifik send
complete -c authrig -n '__authrig_at verifik send' -s y -l yes -d 'send the message without asking'
complete -c authrig -n '__authrig_at verifik send' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik send' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik send' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik send' -l field -r -f -a 'status phoneGateway expiresAt requires2FA challenge' -d 'print one value of the result, raw'

# authrig verifik confirm
complete -c authrig -n '__authrig_at verifik confirm' -l challenge -r -f -a '(__authrig_live challenges)' -d 'the challenge that `verifik send` printed'
complete -c authrig -n '__authrig_at verifik confirm' -l otp -r -f -d 'the OTP'
complete -c authrig -n '__authrig_at verifik confirm' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at verifik confirm' -l otp-match -r -f -d 'finds the OTP in what is read'
complete -c authrig -n '__authrig_at verifik confirm' -l authenticator-otp-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: sandbox -- file:)' -d 'where to read the second factor, should Verifik want one'
complete -c authrig -n '__authrig_at verifik confirm' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik confirm' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik confirm' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik confirm' -l field -r -f -a 'accessToken tokenType expiresAt cached' -d 'print one value of the result, raw'

# authrig verifik token
complete -c authrig -n '__authrig_at verifik token' -l min-ttl -r -f -d 'how long it must still be good, up to 30d'
complete -c authrig -n '__authrig_at verifik token' -l export -r -f -a 'github dotenv shell gitlab' -d 'hand the token to a CI system, as VERIFIK_ACCESS_TOKEN'
complete -c authrig -n '__authrig_at verifik token' -s y -l yes -d 'send the message without asking'
complete -c authrig -n '__authrig_at verifik token' -l otp -r -f -d 'the OTP'
complete -c authrig -n '__authrig_at verifik token' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at verifik token' -l otp-match -r -f -d 'finds the OTP in what is read'
complete -c authrig -n '__authrig_at verifik token' -l authenticator-otp-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: sandbox -- file:)' -d 'where to read the second factor, should Verifik want one'
complete -c authrig -n '__authrig_at verifik token' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik token' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik token' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik token' -l field -r -f -a 'accessToken tokenType expiresAt cached' -d 'print one value of the result, raw'

# authrig verifik status
complete -c authrig -n '__authrig_at verifik status' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik status' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik status' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik status' -l field -r -f -a 'profile sessions challenges' -d 'print one value of the result, raw'

# authrig verifik forget
complete -c authrig -n '__authrig_at verifik forget' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik forget' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik forget' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik forget' -l field -r -f -a 'account token challenges' -d 'print one value of the result, raw'

# authrig verifik email
complete -c authrig -n '__authrig_at verifik email' -l email -r -f -d 'the address of the Verifik client'
complete -c authrig -n '__authrig_at verifik email' -s y -l yes -d 'send the message without asking'
complete -c authrig -n '__authrig_at verifik email' -l otp -r -f -d 'the OTP'
complete -c authrig -n '__authrig_at verifik email' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the OTP: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at verifik email' -l otp-match -r -f -d 'finds the OTP in what is read'
complete -c authrig -n '__authrig_at verifik email' -l authenticator-otp-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: sandbox -- file:)' -d 'where to read the second factor, should Verifik want one'
complete -c authrig -n '__authrig_at verifik email' -l country-code -r -f -d 'country code of the phone, such as +1'
complete -c authrig -n '__authrig_at verifik email' -l phone -r -f -d 'phone number of the Verifik client, without its country code'
complete -c authrig -n '__authrig_at verifik email' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at verifik email' -l field -r -f -a 'accessToken tokenType expiresAt cached' -d 'print one value of the result, raw'

# authrig elixir
complete -c authrig -n '__authrig_is elixir' -a otp -d 'run the whole sign-in: mail a code, ask for it, verify it'
complete -c authrig -n '__authrig_is elixir' -a send -d 'mail a code, for `elixir verify` to finish'
complete -c authrig -n '__authrig_is elixir' -a verify -d 'verify the code of an earlier `elixir send`'
complete -c authrig -n '__authrig_is elixir' -a qr -d 'sign in with a QR value of My Account > Security'
complete -c authrig -n '__authrig_is elixir' -a refresh -d 'exchange the refresh token for new tokens'
complete -c authrig -n '__authrig_is elixir' -a token -d 'print a valid access token, refreshing where needed'
complete -c authrig -n '__authrig_is elixir' -a signout -d 'end the session for this device, and forget it'
complete -c authrig -n '__authrig_is elixir' -a status -d 'show what is kept, and until when'

# authrig elixir otp
complete -c authrig -n '__authrig_at elixir otp' -l otp -r -f -d 'the code'
complete -c authrig -n '__authrig_at elixir otp' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at elixir otp' -l otp-match -r -f -d 'finds the code in what is read'
complete -c authrig -n '__authrig_at elixir otp' -s y -l yes -d 'send the message without asking'
complete -c authrig -n '__authrig_at elixir otp' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir otp' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir otp' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir otp' -l field -r -f -a 'token refreshToken expiresAt user newAccount' -d 'print one value of the result, raw'

# authrig elixir send
complete -c authrig -n '__authrig_at elixir send' -s y -l yes -d 'send the message without asking'
complete -c authrig -n '__authrig_at elixir send' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir send' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir send' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir send' -l field -r -f -a 'transactionId challenge' -d 'print one value of the result, raw'

# authrig elixir verify
complete -c authrig -n '__authrig_at elixir verify' -l challenge -r -f -a '(__authrig_live challenges)' -d 'the challenge that `elixir send` printed'
complete -c authrig -n '__authrig_at elixir verify' -l otp -r -f -d 'the code'
complete -c authrig -n '__authrig_at elixir verify' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at elixir verify' -l otp-match -r -f -d 'finds the code in what is read'
complete -c authrig -n '__authrig_at elixir verify' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir verify' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir verify' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir verify' -l field -r -f -a 'token refreshToken expiresAt user newAccount' -d 'print one value of the result, raw'

# authrig elixir qr
complete -c authrig -n '__authrig_at elixir qr' -l image -r -F -d 'read the QR code from this picture, PNG or JPEG'
complete -c authrig -n '__authrig_at elixir qr' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir qr' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir qr' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir qr' -l field -r -f -a 'token refreshToken expiresAt user newAccount' -d 'print one value of the result, raw'

# authrig elixir refresh
complete -c authrig -n '__authrig_at elixir refresh' -l refresh-token-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'use this one: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir refresh' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir refresh' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir refresh' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir refresh' -l field -r -f -a 'token refreshToken expiresAt user newAccount' -d 'print one value of the result, raw'

# authrig elixir token
complete -c authrig -n '__authrig_at elixir token' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir token' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir token' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir token' -l field -r -f -a 'token refreshToken expiresAt user newAccount' -d 'print one value of the result, raw'

# authrig elixir signout
complete -c authrig -n '__authrig_at elixir signout' -l all -d 'every session that is kept for this base URL'
complete -c authrig -n '__authrig_at elixir signout' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir signout' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir signout' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir signout' -l field -r -f -a 'message sessions' -d 'print one value of the result, raw'

# authrig elixir status
complete -c authrig -n '__authrig_at elixir status' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at elixir status' -l email -r -f -d 'e-mail address of the account'
complete -c authrig -n '__authrig_at elixir status' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at elixir status' -l field -r -f -a 'profile sessions challenges' -d 'print one value of the result, raw'

# authrig ekyc
complete -c authrig -n '__authrig_is ekyc' -a enroll -d 'run the whole enrolment: secret, QR code, code, toggle'
complete -c authrig -n '__authrig_is ekyc' -a toggle-mfa -d 'tell eKYC that the 2FA of a user is on or off'
complete -c authrig -n '__authrig_is ekyc' -a uri -d 'print the otpauth URI, and draw its QR code'
complete -c authrig -n '__authrig_is ekyc' -a session -d 'create a session token for a user'
complete -c authrig -n '__authrig_is ekyc' -a login -d 'run the whole sign-in: session, browser, answer, callback'
complete -c authrig -n '__authrig_is ekyc' -a auth-url -d 'print the URL of the sign-in page'
complete -c authrig -n '__authrig_is ekyc' -a callback -d 'receive the backend callback of a session, and judge it'
complete -c authrig -n '__authrig_is ekyc' -a audit -d 'say in words what the settings of a portal expose'

# authrig ekyc enroll
complete -c authrig -n '__authrig_at ekyc enroll' -l secret-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc enroll' -l algorithm -r -f -a 'SHA1 SHA256 SHA512' -d 'hash of the codes'
complete -c authrig -n '__authrig_at ekyc enroll' -l digits -r -f -d 'digits of a code, 6 to 8'
complete -c authrig -n '__authrig_at ekyc enroll' -l period -r -f -d 'how long a code is good'
complete -c authrig -n '__authrig_at ekyc enroll' -l otp -r -f -d 'the code that the phone shows'
complete -c authrig -n '__authrig_at ekyc enroll' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the code that the phone shows: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at ekyc enroll' -l otp-match -r -f -d 'finds the code that the phone shows in what is read'
complete -c authrig -n '__authrig_at ekyc enroll' -l qr -r -f -a 'auto full half ascii none' -d 'how to draw the QR code'
complete -c authrig -n '__authrig_at ekyc enroll' -l qr-file -r -F -d 'also write the QR code to this file, .png or .svg'
complete -c authrig -n '__authrig_at ekyc enroll' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc enroll' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc enroll' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc enroll' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc enroll' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc enroll' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc enroll' -l field -r -f -a 'email action code secret uri' -d 'print one value of the result, raw'

# authrig ekyc toggle-mfa
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l enable -d 'the user has enabled 2FA'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l disable -d 'the user has disabled 2FA'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l secret-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l algorithm -r -f -a 'SHA1 SHA256 SHA512' -d 'hash of the codes'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l digits -r -f -d 'digits of a code, 6 to 8'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l period -r -f -d 'how long a code is good'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc toggle-mfa' -l field -r -f -a 'email action code' -d 'print one value of the result, raw'

# authrig ekyc uri
complete -c authrig -n '__authrig_at ekyc uri' -l secret-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc uri' -l algorithm -r -f -a 'SHA1 SHA256 SHA512' -d 'hash of the codes'
complete -c authrig -n '__authrig_at ekyc uri' -l digits -r -f -d 'digits of a code, 6 to 8'
complete -c authrig -n '__authrig_at ekyc uri' -l period -r -f -d 'how long a code is good'
complete -c authrig -n '__authrig_at ekyc uri' -l qr -r -f -a 'auto full half ascii none' -d 'how to draw the QR code'
complete -c authrig -n '__authrig_at ekyc uri' -l qr-file -r -F -d 'also write the QR code to this file, .png or .svg'
complete -c authrig -n '__authrig_at ekyc uri' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc uri' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc uri' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc uri' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc uri' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc uri' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc uri' -l field -r -f -a 'uri' -d 'print one value of the result, raw'

# authrig ekyc session
complete -c authrig -n '__authrig_at ekyc session' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc session' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc session' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc session' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc session' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc session' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc session' -l field -r -f -a 'session_token expiresAt' -d 'print one value of the result, raw'

# authrig ekyc login
complete -c authrig -n '__authrig_at ekyc login' -l browser -d 'open the browser under --sandbox too, where you play the customer'
complete -c authrig -n '__authrig_at ekyc login' -l no-browser -d 'print the link and its QR code, and open nothing'
complete -c authrig -n '__authrig_at ekyc login' -l callback -d 'wait for the backend callback too, as a portal must'
complete -c authrig -n '__authrig_at ekyc login' -l method -r -f -a 'redirect popup' -d 'how the answer comes back'
complete -c authrig -n '__authrig_at ekyc login' -l port -r -f -d 'listen on this port instead of a free one'
complete -c authrig -n '__authrig_at ekyc login' -l callback-path -r -f -d 'path of the callback URL, instead of a random one'
complete -c authrig -n '__authrig_at ekyc login' -l qr -r -f -a 'auto full half ascii none' -d 'how to draw the QR code'
complete -c authrig -n '__authrig_at ekyc login' -l qr-file -r -F -d 'also write the QR code to this file, .png or .svg'
complete -c authrig -n '__authrig_at ekyc login' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc login' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc login' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc login' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc login' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc login' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc login' -l field -r -f -a 'session_token result' -d 'print one value of the result, raw'

# authrig ekyc auth-url
complete -c authrig -n '__authrig_at ekyc auth-url' -l session-token -r -f -d 'the session token; else the one kept'
complete -c authrig -n '__authrig_at ekyc auth-url' -l redirect-uri -r -f -d 'where the browser comes back to'
complete -c authrig -n '__authrig_at ekyc auth-url' -l state -r -f -d 'the state that has to come back'
complete -c authrig -n '__authrig_at ekyc auth-url' -l method -r -f -a 'redirect popup' -d 'how the answer comes back'
complete -c authrig -n '__authrig_at ekyc auth-url' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc auth-url' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc auth-url' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc auth-url' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc auth-url' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc auth-url' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc auth-url' -l field -r -f -a 'url state' -d 'print one value of the result, raw'

# authrig ekyc callback
complete -c authrig -n '__authrig_at ekyc callback' -l session-token -r -f -d 'the session token; else the one kept'
complete -c authrig -n '__authrig_at ekyc callback' -l port -r -f -d 'listen on this port instead of a free one'
complete -c authrig -n '__authrig_at ekyc callback' -l callback-path -r -f -d 'path of the callback URL, instead of a random one'
complete -c authrig -n '__authrig_at ekyc callback' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc callback' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc callback' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc callback' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc callback' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc callback' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc callback' -l field -r -f -a 'session_token result' -d 'print one value of the result, raw'

# authrig ekyc audit
complete -c authrig -n '__authrig_at ekyc audit' -l callback-url -r -f -d 'the callback URL, as it is registered'
complete -c authrig -n '__authrig_at ekyc audit' -l auth-url -r -f -d 'the sign-in URL, as the portal builds it'
complete -c authrig -n '__authrig_at ekyc audit' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at ekyc audit' -l client-id -r -f -d 'client ID of the application, from the Domain Console'
complete -c authrig -n '__authrig_at ekyc audit' -l email -r -f -d 'e-mail address of the user who signs in'
complete -c authrig -n '__authrig_at ekyc audit' -l issuer -r -f -d 'name of the application, as the authenticator shows it'
complete -c authrig -n '__authrig_at ekyc audit' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at ekyc audit' -l identifier-url -r -f -d 'base URL of the sign-in page'
complete -c authrig -n '__authrig_at ekyc audit' -l field -r -f -a 'checks' -d 'print one value of the result, raw'

# authrig juvlon
complete -c authrig -n '__authrig_is juvlon' -a verify -d 'verify a token and its one-time code'

# authrig juvlon verify
complete -c authrig -n '__authrig_at juvlon verify' -l token -r -f -d 'the token that was given out with the code'
complete -c authrig -n '__authrig_at juvlon verify' -l content-type -r -f -a 'json form' -d 'the body is JSON; the vendor’s sample labels it as a form'
complete -c authrig -n '__authrig_at juvlon verify' -l otp -r -f -d 'the one-time code'
complete -c authrig -n '__authrig_at juvlon verify' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the one-time code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at juvlon verify' -l otp-match -r -f -d 'finds the one-time code in what is read'
complete -c authrig -n '__authrig_at juvlon verify' -l api-key-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the API key: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at juvlon verify' -l base-url -r -f -d 'base URL of the API'
complete -c authrig -n '__authrig_at juvlon verify' -l field -r -f -a 'verify transactionId token' -d 'print one value of the result, raw'

# authrig smoke
complete -c authrig -n '__authrig_at smoke' -a 'jekimo verifik elixir ekyc juvlon'
complete -c authrig -n '__authrig_at smoke' -l calibrate -d 'ask once more with an obviously false key, to be certain'
complete -c authrig -n '__authrig_at smoke' -l active -d 'also ask what leaves a trace at the provider, after saying which'
complete -c authrig -n '__authrig_at smoke' -l concurrency -r -f -d 'keys tested at the same time'
complete -c authrig -n '__authrig_at smoke' -l keys -r -F -d 'test the keys of this list instead: CSV or NDJSON with provider, label, source'
complete -c authrig -n '__authrig_at smoke' -l shard -r -f -d 'test the i-th of n equal parts of the keys'
complete -c authrig -n '__authrig_at smoke' -l report -r -f -a '(__authrig_sources junit= tap= json= ndjson= markdown= html= github= -- junit= tap= json= ndjson= markdown= html= github=)' -d 'write a report, again for more of them: junit, tap, json, ndjson, markdown, html, github'
complete -c authrig -n '__authrig_at smoke' -l field -r -f -a 'keys' -d 'print one value of the result, raw'

# authrig run
complete -c authrig -n '__authrig_at run' -a '(__authrig_ending yaml yml)'
complete -c authrig -n '__authrig_at run' -l report -r -f -a '(__authrig_sources junit= tap= json= ndjson= markdown= html= github= -- junit= tap= json= ndjson= markdown= html= github=)' -d 'write a report, again for more of them: junit, tap, json, ndjson, markdown, html, github'
complete -c authrig -n '__authrig_at run' -l example -r -f -a 'ekyc-login ekyc-mfa elixir jekimo juvlon shared-session verifik' -d 'run a scenario that ships with authrig'
complete -c authrig -n '__authrig_at run' -l var -r -f -d 'give a variable of the files its value'
complete -c authrig -n '__authrig_at run' -l var-file -r -F -d 'read variables from this file, in YAML or JSON'
complete -c authrig -n '__authrig_at run' -l tag -r -f -d 'only files with this tag; again for more of them'
complete -c authrig -n '__authrig_at run' -l concurrency -r -f -d 'how many files run at once'
complete -c authrig -n '__authrig_at run' -l bail -d 'begin no further file once one has failed'
complete -c authrig -n '__authrig_at run' -l retry -r -f -d 'try a file that failed again, so often'
complete -c authrig -n '__authrig_at run' -l allow-skip -d 'let steps be skipped without failing the run'
complete -c authrig -n '__authrig_at run' -l dry-run -d 'print what would be called, and call nothing'
complete -c authrig -n '__authrig_at run' -l live -d 'let steps send real messages to real people'
complete -c authrig -n '__authrig_at run' -l schema -d 'print the JSON Schema of scenario files'
complete -c authrig -n '__authrig_at run' -l field -r -f -a 'files sessions passed failed inconclusive skipped schema' -d 'print one value of the result, raw'

# authrig sandbox
complete -c authrig -n '__authrig_is sandbox' -a start -d 'run the sandbox until Ctrl-C or SIGTERM'
complete -c authrig -n '__authrig_is sandbox' -a exec -d 'run a command against a sandbox of its own'
complete -c authrig -n '__authrig_is sandbox' -a otp -d 'print the newest code that the sandbox sent'
complete -c authrig -n '__authrig_is sandbox' -a approve -d 'let the customer approve a pending sign-in'
complete -c authrig -n '__authrig_is sandbox' -a deny -d 'let the customer deny a pending sign-in'
complete -c authrig -n '__authrig_is sandbox' -a advance -d 'move the sandbox\'s clock forward'
complete -c authrig -n '__authrig_is sandbox' -a fault -d 'let calls of a running sandbox go wrong, on purpose'
complete -c authrig -n '__authrig_is sandbox' -a log -d 'print what reached the sandbox, redacted'
complete -c authrig -n '__authrig_is sandbox' -a stop -d 'stop a sandbox that runs'

# authrig sandbox start
complete -c authrig -n '__authrig_at sandbox start' -l port -r -f -d 'listen on this port instead of a free one'
complete -c authrig -n '__authrig_at sandbox start' -l state -r -F -d 'go on from this file, and keep there what is known; --clock, --freeze, --set and --code stand above it'
complete -c authrig -n '__authrig_at sandbox start' -l seed -r -f -d 'the same seed gives the same codes and tokens, also after a reset; ids run on'
complete -c authrig -n '__authrig_at sandbox start' -l clock -r -f -d 'begin at this time (2026-01-31T12:00:00Z)'
complete -c authrig -n '__authrig_at sandbox start' -l freeze -d 'let the clock stand still'
complete -c authrig -n '__authrig_at sandbox start' -l set -r -f -a 'sandbox.answers=strict sandbox.answers=docs-literal sandbox.resendLimit=5 sandbox.resendLimit=1 sandbox.resendLimit=off jekimo.refusalStatus=200 jekimo.refusalStatus=400 jekimo.refusalStatus=401 jekimo.checkOrder=key-first jekimo.checkOrder=token-first jekimo.expiredToken=error jekimo.expiredToken=KO jekimo.expiredToken=created verifik.wrongOtp=400 verifik.wrongOtp=403 verifik.expiredOtp=412 verifik.expiredOtp=409 elixir.refusalStatus=400 elixir.refusalStatus=200 elixir.order=key-first elixir.order=body-first ekyc.secretNeededFor=ENABLE ekyc.secretNeededFor=DISABLE ekyc.secretNeededFor=both ekyc.refusalStatus=200 ekyc.refusalStatus=400 ekyc.refusalStatus=401 ekyc.refusalStatus=403 ekyc.callbackMethod=GET ekyc.callbackMethod=POST juvlon.verify=string juvlon.verify=boolean juvlon.code=number juvlon.code=string juvlon.refusalStatus=200 juvlon.refusalStatus=code juvlon.order=key-first juvlon.order=pair-first' -d 'read what a vendor leaves open in another way; see GET /__sandbox/switches'
complete -c authrig -n '__authrig_at sandbox start' -l code -r -f -d 'always send this recipient this code'
complete -c authrig -n '__authrig_at sandbox start' -l docs-literal -d 'answer in the text of the vendors\' pages, malformed JSON included'
complete -c authrig -n '__authrig_at sandbox start' -l field -r -f -d 'print one value of the result, raw'

# authrig sandbox exec
complete -c authrig -n '__authrig_at sandbox exec' -F
complete -c authrig -n '__authrig_at sandbox exec' -l seed -r -f -d 'the same seed gives the same codes and tokens, also after a reset; ids run on'
complete -c authrig -n '__authrig_at sandbox exec' -l clock -r -f -d 'begin at this time (2026-01-31T12:00:00Z)'
complete -c authrig -n '__authrig_at sandbox exec' -l freeze -d 'let the clock stand still'
complete -c authrig -n '__authrig_at sandbox exec' -l set -r -f -a 'sandbox.answers=strict sandbox.answers=docs-literal sandbox.resendLimit=5 sandbox.resendLimit=1 sandbox.resendLimit=off jekimo.refusalStatus=200 jekimo.refusalStatus=400 jekimo.refusalStatus=401 jekimo.checkOrder=key-first jekimo.checkOrder=token-first jekimo.expiredToken=error jekimo.expiredToken=KO jekimo.expiredToken=created verifik.wrongOtp=400 verifik.wrongOtp=403 verifik.expiredOtp=412 verifik.expiredOtp=409 elixir.refusalStatus=400 elixir.refusalStatus=200 elixir.order=key-first elixir.order=body-first ekyc.secretNeededFor=ENABLE ekyc.secretNeededFor=DISABLE ekyc.secretNeededFor=both ekyc.refusalStatus=200 ekyc.refusalStatus=400 ekyc.refusalStatus=401 ekyc.refusalStatus=403 ekyc.callbackMethod=GET ekyc.callbackMethod=POST juvlon.verify=string juvlon.verify=boolean juvlon.code=number juvlon.code=string juvlon.refusalStatus=200 juvlon.refusalStatus=code juvlon.order=key-first juvlon.order=pair-first' -d 'read what a vendor leaves open in another way; see GET /__sandbox/switches'
complete -c authrig -n '__authrig_at sandbox exec' -l code -r -f -d 'always send this recipient this code'
complete -c authrig -n '__authrig_at sandbox exec' -l docs-literal -d 'answer in the text of the vendors\' pages, malformed JSON included'
complete -c authrig -n '__authrig_at sandbox exec' -l field -r -f -d 'print one value of the result, raw'

# authrig sandbox otp
complete -c authrig -n '__authrig_at sandbox otp' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox otp' -l to -r -f -a '(__authrig_live recipients)' -d 'the phone number, however it is written, or the address it was sent to'
complete -c authrig -n '__authrig_at sandbox otp' -l provider -r -f -a 'jekimo verifik elixir ekyc juvlon' -d 'the provider that sent it'
complete -c authrig -n '__authrig_at sandbox otp' -l since -r -f -d 'only messages after the one with this id'
complete -c authrig -n '__authrig_at sandbox otp' -l wait -r -f -d 'wait this long where none is there (30s)'
complete -c authrig -n '__authrig_at sandbox otp' -l field -r -f -a 'id provider to code sentAt' -d 'print one value of the result, raw'

# authrig sandbox approve
complete -c authrig -n '__authrig_at sandbox approve' -a '(__authrig_live sign-ins)'
complete -c authrig -n '__authrig_at sandbox approve' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox approve' -l after -r -f -d 'the customer takes this long'
complete -c authrig -n '__authrig_at sandbox approve' -l wait -r -f -d 'wait this long for a sign-in'
complete -c authrig -n '__authrig_at sandbox approve' -l risk -d 'Jekimo flags a risk'
complete -c authrig -n '__authrig_at sandbox approve' -l no-risk -d 'Jekimo flags none'
complete -c authrig -n '__authrig_at sandbox approve' -l age -r -f -d 'the customer\'s age'
complete -c authrig -n '__authrig_at sandbox approve' -l field -r -f -a 'id provider decision state' -d 'print one value of the result, raw'

# authrig sandbox deny
complete -c authrig -n '__authrig_at sandbox deny' -a '(__authrig_live sign-ins)'
complete -c authrig -n '__authrig_at sandbox deny' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox deny' -l after -r -f -d 'the customer takes this long'
complete -c authrig -n '__authrig_at sandbox deny' -l wait -r -f -d 'wait this long for a sign-in'
complete -c authrig -n '__authrig_at sandbox deny' -l risk -d 'Jekimo flags a risk'
complete -c authrig -n '__authrig_at sandbox deny' -l no-risk -d 'Jekimo flags none'
complete -c authrig -n '__authrig_at sandbox deny' -l age -r -f -d 'the customer\'s age'
complete -c authrig -n '__authrig_at sandbox deny' -l field -r -f -a 'id provider decision state' -d 'print one value of the result, raw'

# authrig sandbox advance
complete -c authrig -n '__authrig_at sandbox advance' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox advance' -l field -r -f -a 'now frozen' -d 'print one value of the result, raw'

# authrig sandbox fault
complete -c authrig -n '__authrig_at sandbox fault' -a 'latency down timeout status rate-limit reset empty truncated limit-data garbage malformed-chunk bad-json wrong-type dribble bandwidth slow-close'
complete -c authrig -n '__authrig_at sandbox fault' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox fault' -l list -d 'print the faults that are there'
complete -c authrig -n '__authrig_at sandbox fault' -l clear -d 'drop them all'
complete -c authrig -n '__authrig_at sandbox fault' -l drop -r -f -a '(__authrig_live faults)' -d 'drop this one'
complete -c authrig -n '__authrig_at sandbox fault' -l provider -r -f -a 'jekimo verifik elixir ekyc juvlon' -d 'only calls of this provider'
complete -c authrig -n '__authrig_at sandbox fault' -l operation -r -f -a 'gettoken check phoneLogin phoneConfirm emailLogin emailConfirm clientMe otpLogin otpVerify refresh signout qrVerify sessionToken toggle verifyOneTimeCode' -d 'only this call, such as phoneConfirm'
complete -c authrig -n '__authrig_at sandbox fault' -l times -r -f -d 'strike so often and no more'
complete -c authrig -n '__authrig_at sandbox fault' -l after -r -f -d 'let so many calls pass first'
complete -c authrig -n '__authrig_at sandbox fault' -l every -r -f -d 'strike each n-th call'
complete -c authrig -n '__authrig_at sandbox fault' -l probability -r -f -d 'strike this share of the calls (0.2)'
complete -c authrig -n '__authrig_at sandbox fault' -l seed -r -f -d 'the same seed strikes the same calls'
complete -c authrig -n '__authrig_at sandbox fault' -l delay -r -f -d 'how long latency, timeout, dribble or slow-close take'
complete -c authrig -n '__authrig_at sandbox fault' -l jitter -r -f -d 'give or take so much of it'
complete -c authrig -n '__authrig_at sandbox fault' -l status -r -f -d 'the HTTP status that status answers'
complete -c authrig -n '__authrig_at sandbox fault' -l retry-after -r -f -d 'what rate-limit says, seconds or a date'
complete -c authrig -n '__authrig_at sandbox fault' -l bytes -r -f -d 'how much gets through, or how much at a time'
complete -c authrig -n '__authrig_at sandbox fault' -l bytes-per-second -r -f -d 'how fast bandwidth is'
complete -c authrig -n '__authrig_at sandbox fault' -l field -r -f -a 'id kind provider operation seen struck faults' -d 'print one value of the result, raw'

# authrig sandbox log
complete -c authrig -n '__authrig_at sandbox log' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox log' -s f -l follow -d 'go on as they come'
complete -c authrig -n '__authrig_at sandbox log' -l field -r -f -a 'requests' -d 'print one value of the result, raw'

# authrig sandbox stop
complete -c authrig -n '__authrig_at sandbox stop' -l url -r -f -d 'the sandbox, where it is not found by itself'
complete -c authrig -n '__authrig_at sandbox stop' -l field -r -f -a 'url stopped' -d 'print one value of the result, raw'

# authrig report
complete -c authrig -n '__authrig_is report' -a merge -d 'make one report of those of several jobs'

# authrig report merge
complete -c authrig -n '__authrig_at report merge' -F
complete -c authrig -n '__authrig_at report merge' -l report -r -f -a '(__authrig_sources junit= tap= json= ndjson= markdown= html= github= -- junit= tap= json= ndjson= markdown= html= github=)' -d 'write a report, again for more of them: junit, tap, json, ndjson, markdown, html, github'
complete -c authrig -n '__authrig_at report merge' -l field -r -f -a 'command reports total passed failed inconclusive skipped' -d 'print one value of the result, raw'

# authrig replay
complete -c authrig -n '__authrig_at replay' -F
complete -c authrig -n '__authrig_at replay' -l against -r -f -a 'sandbox live' -d 'send the recorded calls anew, and compare the shapes of the answers'
complete -c authrig -n '__authrig_at replay' -l live -d 'with --against live, allow calls that send, change or use up something'
complete -c authrig -n '__authrig_at replay' -l field -r -f -d 'print one value of the result, raw'

# authrig explain
complete -c authrig -n '__authrig_at explain' -F
complete -c authrig -n '__authrig_at explain' -l format -r -f -a 'text markdown html json' -d 'how it is told: markdown for a ticket, html as one file'
complete -c authrig -n '__authrig_at explain' -l field -r -f -a 'title source creator startedAt milliseconds calls others timeline verdict cause reason ask next remarks' -d 'print one value of the result, raw'

# authrig totp
complete -c authrig -n '__authrig_is totp' -a code -d 'print the current code of a TOTP secret'
complete -c authrig -n '__authrig_is totp' -a verify -d 'verify a code against a TOTP secret'
complete -c authrig -n '__authrig_is totp' -a uri -d 'print the otpauth URI of a TOTP secret, and draw its QR code'

# authrig totp code
complete -c authrig -n '__authrig_at totp code' -l wait-fresh -d 'wait for the next code where less than 5 s of this one are left'
complete -c authrig -n '__authrig_at totp code' -l secret-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at totp code' -l algorithm -r -f -a 'SHA1 SHA256 SHA512' -d 'hash of the codes'
complete -c authrig -n '__authrig_at totp code' -l digits -r -f -d 'digits of a code, 6 to 8'
complete -c authrig -n '__authrig_at totp code' -l period -r -f -d 'how long a code is good'
complete -c authrig -n '__authrig_at totp code' -l at -r -f -d 'another moment: ISO 8601, or seconds since 1970'
complete -c authrig -n '__authrig_at totp code' -l clock-from -r -f -d 'ask this server for its clock, and say how far off ours is'
complete -c authrig -n '__authrig_at totp code' -l field -r -f -a 'code secondsLeft driftSeconds' -d 'print one value of the result, raw'

# authrig totp verify
complete -c authrig -n '__authrig_at totp verify' -l window -r -f -d 'steps to either side, 0 to 10'
complete -c authrig -n '__authrig_at totp verify' -l secret-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at totp verify' -l algorithm -r -f -a 'SHA1 SHA256 SHA512' -d 'hash of the codes'
complete -c authrig -n '__authrig_at totp verify' -l digits -r -f -d 'digits of a code, 6 to 8'
complete -c authrig -n '__authrig_at totp verify' -l period -r -f -d 'how long a code is good'
complete -c authrig -n '__authrig_at totp verify' -l otp -r -f -d 'the code'
complete -c authrig -n '__authrig_at totp verify' -l otp-from -r -f -a '(__authrig_sources prompt stdin file: cmd: url: sandbox -- file:)' -d 'where to read the code: prompt, stdin, file:PATH, cmd:COMMAND, url:URL, sandbox'
complete -c authrig -n '__authrig_at totp verify' -l otp-match -r -f -d 'finds the code in what is read'
complete -c authrig -n '__authrig_at totp verify' -l at -r -f -d 'another moment: ISO 8601, or seconds since 1970'
complete -c authrig -n '__authrig_at totp verify' -l clock-from -r -f -d 'ask this server for its clock, and say how far off ours is'
complete -c authrig -n '__authrig_at totp verify' -l field -r -f -a 'verified step secondsLeft driftSeconds' -d 'print one value of the result, raw'

# authrig totp uri
complete -c authrig -n '__authrig_at totp uri' -l issuer -r -f -d 'who gives the account, without a colon'
complete -c authrig -n '__authrig_at totp uri' -l account -r -f -d 'whose account it is'
complete -c authrig -n '__authrig_at totp uri' -l secret-from -r -f -a '(__authrig_sources prompt stdin env: file: cmd: url: -- file:)' -d 'where to read the TOTP secret or its otpauth URI: prompt, stdin, env:NAME, file:PATH, cmd:COMMAND, url:URL'
complete -c authrig -n '__authrig_at totp uri' -l algorithm -r -f -a 'SHA1 SHA256 SHA512' -d 'hash of the codes'
complete -c authrig -n '__authrig_at totp uri' -l digits -r -f -d 'digits of a code, 6 to 8'
complete -c authrig -n '__authrig_at totp uri' -l period -r -f -d 'how long a code is good'
complete -c authrig -n '__authrig_at totp uri' -l qr -r -f -a 'auto full half ascii none' -d 'how to draw the QR code'
complete -c authrig -n '__authrig_at totp uri' -l qr-file -r -F -d 'also write the QR code to this file, .png or .svg'
complete -c authrig -n '__authrig_at totp uri' -l field -r -f -a 'uri' -d 'print one value of the result, raw'

# authrig config
complete -c authrig -n '__authrig_is config' -a set -d 'keep a setting in the profile'
complete -c authrig -n '__authrig_is config' -a get -d 'print a setting and where it comes from'
complete -c authrig -n '__authrig_is config' -a list -d 'print every setting and where it comes from'
complete -c authrig -n '__authrig_is config' -a unset -d 'remove a setting from the profile'
complete -c authrig -n '__authrig_is config' -a path -d 'print the path of the settings file'
complete -c authrig -n '__authrig_is config' -a export -d 'print the profile\'s settings as JSON'
complete -c authrig -n '__authrig_is config' -a import -d 'keep the settings of an export in the profile'

# authrig config set
complete -c authrig -n '__authrig_at config set' -a 'jekimo.apiKey jekimo.baseUrl verifik.countryCode verifik.phone verifik.baseUrl elixir.apiKey elixir.email elixir.baseUrl ekyc.apiKey ekyc.clientId ekyc.email ekyc.issuer ekyc.baseUrl ekyc.identifierUrl juvlon.apiKey juvlon.baseUrl'
complete -c authrig -n '__authrig_at config set' -l store -r -f -a 'file keychain' -d 'where a secret is kept; without it, where it is kept already'
complete -c authrig -n '__authrig_at config set' -l field -r -f -d 'print one value of the result, raw'

# authrig config get
complete -c authrig -n '__authrig_at config get' -a 'jekimo.apiKey jekimo.baseUrl verifik.countryCode verifik.phone verifik.baseUrl elixir.apiKey elixir.email elixir.baseUrl ekyc.apiKey ekyc.clientId ekyc.email ekyc.issuer ekyc.baseUrl ekyc.identifierUrl juvlon.apiKey juvlon.baseUrl'
complete -c authrig -n '__authrig_at config get' -l field -r -f -d 'print one value of the result, raw'

# authrig config list
complete -c authrig -n '__authrig_at config list' -l field -r -f -d 'print one value of the result, raw'

# authrig config unset
complete -c authrig -n '__authrig_at config unset' -a 'jekimo.apiKey jekimo.baseUrl verifik.countryCode verifik.phone verifik.baseUrl elixir.apiKey elixir.email elixir.baseUrl ekyc.apiKey ekyc.clientId ekyc.email ekyc.issuer ekyc.baseUrl ekyc.identifierUrl juvlon.apiKey juvlon.baseUrl'
complete -c authrig -n '__authrig_at config unset' -l field -r -f -d 'print one value of the result, raw'

# authrig config path
complete -c authrig -n '__authrig_at config path' -l field -r -f -d 'print one value of the result, raw'

# authrig config export
complete -c authrig -n '__authrig_at config export' -l include-secrets -d 'print the secrets too'
complete -c authrig -n '__authrig_at config export' -l field -r -f -d 'print one value of the result, raw'

# authrig config import
complete -c authrig -n '__authrig_at config import' -F
complete -c authrig -n '__authrig_at config import' -l field -r -f -d 'print one value of the result, raw'

# authrig profile
complete -c authrig -n '__authrig_is profile' -a list -d 'print the profiles'
complete -c authrig -n '__authrig_is profile' -a use -d 'make a profile the current one'
complete -c authrig -n '__authrig_is profile' -a create -d 'add an empty profile'
complete -c authrig -n '__authrig_is profile' -a delete -d 'remove a profile with its sessions'

# authrig profile list
complete -c authrig -n '__authrig_at profile list' -l field -r -f -d 'print one value of the result, raw'

# authrig profile use
complete -c authrig -n '__authrig_at profile use' -a '(__authrig_live profiles)'
complete -c authrig -n '__authrig_at profile use' -l field -r -f -d 'print one value of the result, raw'

# authrig profile create
complete -c authrig -n '__authrig_at profile create' -l field -r -f -d 'print one value of the result, raw'

# authrig profile delete
complete -c authrig -n '__authrig_at profile delete' -a '(__authrig_live profiles)'
complete -c authrig -n '__authrig_at profile delete' -s y -l yes -d 'do not ask'
complete -c authrig -n '__authrig_at profile delete' -l field -r -f -d 'print one value of the result, raw'

# authrig doctor
complete -c authrig -n '__authrig_at doctor' -l field -r -f -a 'checks' -d 'print one value of the result, raw'

# authrig completion
complete -c authrig -n '__authrig_is completion' -a install -d 'put the script where the shell finds it'
complete -c authrig -n '__authrig_is completion' -a bash -d 'print the completion script of bash'
complete -c authrig -n '__authrig_is completion' -a zsh -d 'print the completion script of zsh'
complete -c authrig -n '__authrig_is completion' -a fish -d 'print the completion script of fish'
complete -c authrig -n '__authrig_is completion' -a powershell -d 'print the completion script of PowerShell'

# authrig completion install
complete -c authrig -n '__authrig_at completion install' -a 'bash zsh fish powershell'
complete -c authrig -n '__authrig_at completion install' -l dry-run -d 'say what would be done, and do nothing'
complete -c authrig -n '__authrig_at completion install' -l field -r -f -a 'shell file written undo line' -d 'print one value of the result, raw'

# authrig completion bash
complete -c authrig -n '__authrig_at completion bash' -l field -r -f -a 'shell script' -d 'print one value of the result, raw'

# authrig completion zsh
complete -c authrig -n '__authrig_at completion zsh' -l field -r -f -a 'shell script' -d 'print one value of the result, raw'

# authrig completion fish
complete -c authrig -n '__authrig_at completion fish' -l field -r -f -a 'shell script' -d 'print one value of the result, raw'

# authrig completion powershell
complete -c authrig -n '__authrig_at completion powershell' -l field -r -f -a 'shell script' -d 'print one value of the result, raw'

# authrig help
complete -c authrig -n '__authrig_at help' -a 'exit-codes environment json sources scenarios jekimo verifik elixir ekyc juvlon smoke run sandbox report replay explain totp config profile doctor completion'
complete -c authrig -n '__authrig_at help' -l field -r -f -d 'print one value of the result, raw'
