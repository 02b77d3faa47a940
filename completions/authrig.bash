# Completes the authrig command line. Generated from its command tree: changes in this file are lost.

# Sets `below` to the commands below this one, and `options` to what it takes; = marks those with a value.
_authrig_command() {
  below='' options='--json --field= --profile= --sandbox --no-input --timeout= --record= --include-secrets --curl --color= -v --verbose -q --quiet -h --help'
  case $1 in
    '') below='jekimo verifik elixir ekyc juvlon smoke run sandbox report replay explain totp config profile doctor completion help' ;;
    'jekimo') below='login request check wait' ;;
    'jekimo login') options+=' --min-age= --two-fa --no-two-fa --two-fa-header= --otp= --otp-from= --otp-match= --interval= --qr= --qr-file= --api-key-from= --base-url=' ;;
    'jekimo request') options+=' --min-age= --two-fa --no-two-fa --two-fa-header= --qr= --qr-file= --api-key-from= --base-url=' ;;
    'jekimo check') options+=' --api-key-from= --base-url=' ;;
    'jekimo wait') options+=' --otp= --otp-from= --otp-match= --interval= --api-key-from= --base-url=' ;;
    'verifik') below='phone send confirm token status forget email' ;;
    'verifik phone') options+=' -y --yes --otp= --otp-from= --otp-match= --authenticator-otp-from= --country-code= --phone= --base-url=' ;;
    'verifik send') options+=' -y --yes --country-code= --phone= --base-url=' ;;
    'verifik confirm') options+=' --challenge= --otp= --otp-from= --otp-match= --authenticator-otp-from= --country-code= --phone= --base-url=' ;;
    'verifik token') options+=' --min-ttl= --export= -y --yes --otp= --otp-from= --otp-match= --authenticator-otp-from= --country-code= --phone= --base-url=' ;;
    'verifik status') options+=' --country-code= --phone= --base-url=' ;;
    'verifik forget') options+=' --country-code= --phone= --base-url=' ;;
    'verifik email') options+=' --email= -y --yes --otp= --otp-from= --otp-match= --authenticator-otp-from= --country-code= --phone= --base-url=' ;;
    'elixir') below='otp send verify qr refresh token signout status' ;;
    'elixir otp') options+=' --otp= --otp-from= --otp-match= -y --yes --api-key-from= --email= --base-url=' ;;
    'elixir send') options+=' -y --yes --api-key-from= --email= --base-url=' ;;
    'elixir verify') options+=' --challenge= --otp= --otp-from= --otp-match= --api-key-from= --email= --base-url=' ;;
    'elixir qr') options+=' --image= --api-key-from= --email= --base-url=' ;;
    'elixir refresh') options+=' --refresh-token-from= --api-key-from= --email= --base-url=' ;;
    'elixir token') options+=' --api-key-from= --email= --base-url=' ;;
    'elixir signout') options+=' --all --api-key-from= --email= --base-url=' ;;
    'elixir status') options+=' --api-key-from= --email= --base-url=' ;;
    'ekyc') below='enroll toggle-mfa uri session login auth-url callback audit' ;;
    'ekyc enroll') options+=' --secret-from= --algorithm= --digits= --period= --otp= --otp-from= --otp-match= --qr= --qr-file= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc toggle-mfa') options+=' --enable --disable --secret-from= --algorithm= --digits= --period= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc uri') options+=' --secret-from= --algorithm= --digits= --period= --qr= --qr-file= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc session') options+=' --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc login') options+=' --browser --no-browser --callback --method= --port= --callback-path= --qr= --qr-file= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc auth-url') options+=' --session-token= --redirect-uri= --state= --method= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc callback') options+=' --session-token= --port= --callback-path= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'ekyc audit') options+=' --callback-url= --auth-url= --api-key-from= --client-id= --email= --issuer= --base-url= --identifier-url=' ;;
    'juvlon') below='verify' ;;
    'juvlon verify') options+=' --token= --content-type= --otp= --otp-from= --otp-match= --api-key-from= --base-url=' ;;
    'smoke') options+=' --calibrate --active --concurrency= --keys= --shard= --report=' ;;
    'run') options+=' --report= --example= --var= --var-file= --tag= --concurrency= --bail --retry= --allow-skip --dry-run --live --schema' ;;
    'sandbox') below='start exec otp approve deny advance fault log stop' ;;
    'sandbox start') options+=' --port= --state= --seed= --clock= --freeze --set= --code= --docs-literal' ;;
    'sandbox exec') options+=' --seed= --clock= --freeze --set= --code= --docs-literal' ;;
    'sandbox otp') options+=' --url= --to= --provider= --since= --wait=' ;;
    'sandbox approve') options+=' --url= --after= --wait= --risk --no-risk --age=' ;;
    'sandbox deny') options+=' --url= --after= --wait= --risk --no-risk --age=' ;;
    'sandbox advance') options+=' --url=' ;;
    'sandbox fault') options+=' --url= --list --clear --drop= --provider= --operation= --times= --after= --every= --probability= --seed= --delay= --jitter= --status= --retry-after= --bytes= --bytes-per-second=' ;;
    'sandbox log') options+=' --url= -f --follow' ;;
    'sandbox stop') options+=' --url=' ;;
    'report') below='merge' ;;
    'report merge') options+=' --report=' ;;
    'replay') options+=' --against= --live' ;;
    'explain') options+=' --format=' ;;
    'totp') below='code verify uri' ;;
    'totp code') options+=' --wait-fresh --secret-from= --algorithm= --digits= --period= --at= --clock-from=' ;;
    'totp verify') options+=' --window= --secret-from= --algorithm= --digits= --period= --otp= --otp-from= --otp-match= --at= --clock-from=' ;;
    'totp uri') options+=' --issuer= --account= --secret-from= --algorithm= --digits= --period= --qr= --qr-file=' ;;
    'config') below='set get list unset path export import' ;;
    'config set') options+=' --store=' ;;
    'config get') options+=' ' ;;
    'config list') options+=' ' ;;
    'config unset') options+=' ' ;;
    'config path') options+=' ' ;;
    'config export') options+=' --include-secrets' ;;
    'config import') options+=' ' ;;
    'profile') below='list use create delete' ;;
    'profile list') options+=' ' ;;
    'profile use') options+=' ' ;;
    'profile create') options+=' ' ;;
    'profile delete') options+=' -y --yes' ;;
    'doctor') options+=' ' ;;
    'completion') below='install bash zsh fish powershell' ;;
    'completion install') options+=' --dry-run' ;;
    'completion bash') options+=' ' ;;
    'completion zsh') options+=' ' ;;
    'completion fish') options+=' ' ;;
    'completion powershell') options+=' ' ;;
    'help') options+=' ' ;;
  esac
}

# Sets what may stand at a place: `words`; `live`, what has to be asked for; `files`, always or behind a word, and
# `endings`, how their names end.
_authrig_place() {
  choices='' live='' files='' endings=''
  case $1 in
    *' --profile' | 'profile use '0 | 'profile delete '0)
      live=profiles ;;
    *' --record' | 'jekimo login --qr-file' | 'jekimo request --qr-file' | 'elixir qr --image' | 'ekyc enroll --qr-file' | 'ekyc uri --qr-file' | 'ekyc login --qr-file' | 'smoke --keys' | 'run --var-file' | 'sandbox start --state' | 'sandbox exec '[0-9]* | 'report merge '[0-9]* | 'replay '0 | 'explain '0 | 'totp uri --qr-file' | 'config import '0)
      files='*' ;;
    *' --color')
      choices='auto always never' ;;
    'jekimo login --field' | 'jekimo check --field' | 'jekimo wait --field')
      choices='token status risk pin attempts' ;;
    'jekimo login --two-fa-header' | 'jekimo request --two-fa-header')
      choices='both two-fa two-af' ;;
    'jekimo login --otp-from' | 'jekimo wait --otp-from' | 'verifik phone --otp-from' | 'verifik confirm --otp-from' | 'verifik token --otp-from' | 'verifik email --otp-from' | 'elixir otp --otp-from' | 'elixir verify --otp-from' | 'ekyc enroll --otp-from' | 'juvlon verify --otp-from' | 'totp verify --otp-from')
      choices='prompt stdin file: cmd: url: sandbox' files='file:' ;;
    'jekimo login --qr' | 'jekimo request --qr' | 'ekyc enroll --qr' | 'ekyc uri --qr' | 'ekyc login --qr' | 'totp uri --qr')
      choices='auto full half ascii none' ;;
    'jekimo login --api-key-from' | 'jekimo request --api-key-from' | 'jekimo check --api-key-from' | 'jekimo wait --api-key-from' | 'elixir otp --api-key-from' | 'elixir send --api-key-from' | 'elixir verify --api-key-from' | 'elixir qr --api-key-from' | 'elixir refresh --refresh-token-from' | 'elixir refresh --api-key-from' | 'elixir token --api-key-from' | 'elixir signout --api-key-from' | 'elixir status --api-key-from' | 'ekyc enroll --secret-from' | 'ekyc enroll --api-key-from' | 'ekyc toggle-mfa --secret-from' | 'ekyc toggle-mfa --api-key-from' | 'ekyc uri --secret-from' | 'ekyc uri --api-key-from' | 'ekyc session --api-key-from' | 'ekyc login --api-key-from' | 'ekyc auth-url --api-key-from' | 'ekyc callback --api-key-from' | 'ekyc audit --api-key-from' | 'juvlon verify --api-key-from' | 'totp code --secret-from' | 'totp verify --secret-from' | 'totp uri --secret-from')
      choices='prompt stdin env: file: cmd: url:' files='file:' ;;
    'jekimo request --field')
      choices='token url qrcode expiresAt' ;;
    'verifik phone --field' | 'verifik confirm --field' | 'verifik token --field' | 'verifik email --field')
      choices='accessToken tokenType expiresAt cached' ;;
    'verifik phone --authenticator-otp-from' | 'verifik confirm --authenticator-otp-from' | 'verifik token --authenticator-otp-from' | 'verifik email --authenticator-otp-from')
      choices='prompt stdin env: file: cmd: url: sandbox' files='file:' ;;
    'verifik send --field')
      choices='status phoneGateway expiresAt requires2FA challenge' ;;
    'verifik confirm --challenge' | 'elixir verify --challenge')
      live=challenges ;;
    'verifik token --export')
      choices='github dotenv shell gitlab' ;;
    'verifik status --field' | 'elixir status --field')
      choices='profile sessions challenges' ;;
    'verifik forget --field')
      choices='account token challenges' ;;
    'elixir otp --field' | 'elixir verify --field' | 'elixir qr --field' | 'elixir refresh --field' | 'elixir token --field')
      choices='token refreshToken expiresAt user newAccount' ;;
    'elixir send --field')
      choices='transactionId challenge' ;;
    'elixir signout --field')
      choices='message sessions' ;;
    'ekyc enroll --field')
      choices='email action code secret uri' ;;
    'ekyc enroll --algorithm' | 'ekyc toggle-mfa --algorithm' | 'ekyc uri --algorithm' | 'totp code --algorithm' | 'totp verify --algorithm' | 'totp uri --algorithm')
      choices='SHA1 SHA256 SHA512' ;;
    'ekyc toggle-mfa --field')
      choices='email action code' ;;
    'ekyc uri --field' | 'totp uri --field')
      choices='uri' ;;
    'ekyc session --field')
      choices='session_token expiresAt' ;;
    'ekyc login --field' | 'ekyc callback --field')
      choices='session_token result' ;;
    'ekyc login --method' | 'ekyc auth-url --method')
      choices='redirect popup' ;;
    'ekyc auth-url --field')
      choices='url state' ;;
    'ekyc audit --field' | 'doctor --field')
      choices='checks' ;;
    'juvlon verify --field')
      choices='verify transactionId token' ;;
    'juvlon verify --content-type')
      choices='json form' ;;
    'smoke --field')
      choices='keys' ;;
    'smoke --report' | 'run --report' | 'report merge --report')
      choices='junit= tap= json= ndjson= markdown= html= github=' files='junit= tap= json= ndjson= markdown= html= github=' ;;
    'smoke '[0-9]* | 'sandbox otp --provider' | 'sandbox fault --provider')
      choices='jekimo verifik elixir ekyc juvlon' ;;
    'run --field')
      choices='files sessions passed failed inconclusive skipped schema' ;;
    'run --example')
      choices='ekyc-login ekyc-mfa elixir jekimo juvlon shared-session verifik' ;;
    'run '[0-9]*)
      files='*' endings='yaml yml' ;;
    'sandbox start --set' | 'sandbox exec --set')
      choices='sandbox.answers=strict sandbox.answers=docs-literal sandbox.resendLimit=5 sandbox.resendLimit=1 sandbox.resendLimit=off jekimo.refusalStatus=200 jekimo.refusalStatus=400 jekimo.refusalStatus=401 jekimo.checkOrder=key-first jekimo.checkOrder=token-first jekimo.expiredToken=error jekimo.expiredToken=KO jekimo.expiredToken=created verifik.wrongOtp=400 verifik.wrongOtp=403 verifik.expiredOtp=412 verifik.expiredOtp=409 elixir.refusalStatus=400 elixir.refusalStatus=200 elixir.order=key-first elixir.order=body-first ekyc.secretNeededFor=ENABLE ekyc.secretNeededFor=DISABLE ekyc.secretNeededFor=both ekyc.refusalStatus=200 ekyc.refusalStatus=400 ekyc.refusalStatus=401 ekyc.refusalStatus=403 ekyc.callbackMethod=GET ekyc.callbackMethod=POST juvlon.verify=string juvlon.verify=boolean juvlon.code=number juvlon.code=string juvlon.refusalStatus=200 juvlon.refusalStatus=code juvlon.order=key-first juvlon.order=pair-first' ;;
    'sandbox otp --field')
      choices='id provider to code sentAt' ;;
    'sandbox otp --to')
      live=recipients ;;
    'sandbox approve --field' | 'sandbox deny --field')
      choices='id provider decision state' ;;
    'sandbox approve '0 | 'sandbox deny '0)
      live=sign-ins ;;
    'sandbox advance --field')
      choices='now frozen' ;;
    'sandbox fault --field')
      choices='id kind provider operation seen struck faults' ;;
    'sandbox fault --drop')
      live=faults ;;
    'sandbox fault --operation')
      choices='gettoken check phoneLogin phoneConfirm emailLogin emailConfirm clientMe otpLogin otpVerify refresh signout qrVerify sessionToken toggle verifyOneTimeCode' ;;
    'sandbox fault '0)
      choices='latency down timeout status rate-limit reset empty truncated limit-data garbage malformed-chunk bad-json wrong-type dribble bandwidth slow-close' ;;
    'sandbox log --field')
      choices='requests' ;;
    'sandbox stop --field')
      choices='url stopped' ;;
    'report merge --field')
      choices='command reports total passed failed inconclusive skipped' ;;
    'replay --against')
      choices='sandbox live' ;;
    'explain --field')
      choices='title source creator startedAt milliseconds calls others timeline verdict cause reason ask next remarks' ;;
    'explain --format')
      choices='text markdown html json' ;;
    'totp code --field')
      choices='code secondsLeft driftSeconds' ;;
    'totp verify --field')
      choices='verified step secondsLeft driftSeconds' ;;
    'config set --store')
      choices='file keychain' ;;
    'config set '0 | 'config get '0 | 'config unset '0)
      choices='jekimo.apiKey jekimo.baseUrl verifik.countryCode verifik.phone verifik.baseUrl elixir.apiKey elixir.email elixir.baseUrl ekyc.apiKey ekyc.clientId ekyc.email ekyc.issuer ekyc.baseUrl ekyc.identifierUrl juvlon.apiKey juvlon.baseUrl' ;;
    'completion install --field')
      choices='shell file written undo line' ;;
    'completion install '0)
      choices='bash zsh fish powershell' ;;
    'completion bash --field' | 'completion zsh --field' | 'completion fish --field' | 'completion powershell --field')
      choices='shell script' ;;
    'help '[0-9]*)
      choices='exit-codes environment json sources scenarios jekimo verifik elixir ekyc juvlon smoke run sandbox report replay explain totp config profile doctor completion' ;;
  esac
}

# Fills COMPREPLY with whole words for what is typed of a value, each behind the prefix.
_authrig_values() {
  local place=$1 typed=$2 prefix=$3 choices live files endings before line
  _authrig_place "$place"
  for before in $files; do
    if [[ $before == '*' || $typed == "$before"* ]]; then
      [[ $before == '*' ]] && before=''
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do
        [[ -z $endings || -d $line || " $endings " == *" ${line##*.} "* ]] && COMPREPLY+=("$prefix$before$line")
      done < <(compgen -f -- "${typed#"$before"}")
      return
    fi
  done
  while IFS= read -r line; do COMPREPLY+=("$prefix$line"); done < <(compgen -W "$choices" -- "$typed")
  [[ -n $live ]] || return
  while IFS=$'\t' read -r line _; do
    [[ $line == "$typed"* ]] && COMPREPLY+=("$prefix$line")
  done < <("${typed_words[0]}" __complete "$live" "${typed_words[@]:1}" 2>/dev/null)
}

_authrig() {
  # Words are cut at = : and @; they are joined again where no space is between them.
  local i word line=$COMP_LINE
  local -a typed_words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i > 0)) && [[ $line != [[:space:]]* ]]; then
      typed_words[${#typed_words[@]}-1]+=$word
    else
      typed_words+=("$word")
    fi
    line=${line#"${line%%[![:space:]]*}"}
    line=${line#"$word"}
  done

  # The command, the option that waits for its value, and how many arguments there are already.
  local command='' option='' rest='' count=0 below options last=$((${#typed_words[@]} - 1))
  _authrig_command ''
  set -f
  for ((i = 1; i < last; i++)); do
    word=${typed_words[i]}
    if [[ -n $option ]]; then
      option=''
    elif [[ $word == -- ]]; then
      rest=1
      break
    elif [[ $word == --*=* ]]; then
      :
    elif [[ $word == -* ]]; then
      [[ " $options " == *" $word= "* ]] && option=$word
    elif [[ " $below " == *" $word "* ]]; then
      command=${command:+$command }$word
      _authrig_command "$command"
    else
      ((++count))
    fi
  done

  local current=${typed_words[last]}
  COMPREPLY=()
  if [[ -n $rest ]]; then
    compopt -o default 2>/dev/null
  elif [[ -n $option ]]; then
    _authrig_values "$command $option" "$current" ''
  elif [[ $current == --*=* ]]; then
    _authrig_values "$command ${current%%=*}" "${current#*=}" "${current%%=*}="
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "${options//=/}" -- "$current"))
  elif [[ -n $below ]]; then
    COMPREPLY=($(compgen -W "$below" -- "$current"))
  else
    _authrig_values "$command $count" "$current" ''
  fi
  set +f

  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=] ]]; then compopt -o nospace 2>/dev/null; fi
  # Only what follows the last cut is replaced.
  local cuts=${COMP_WORDBREAKS//[!=:@]/} head
  [[ -n $cuts ]] || return
  head=${current%"${current##*[$cuts]}"}
  [[ -z $head ]] || COMPREPLY=("${COMPREPLY[@]#"$head"}")
}

complete -F _authrig authrig
