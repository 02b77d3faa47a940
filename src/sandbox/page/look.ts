/** Two columns on a desk, one on a phone; every pair of colours has at least the contrast of WCAG AA. */
export const look = `:root{--ground:#f4f5f7;--card:#fff;--ink:#1b1f24;--quiet:#57606a;--line:#d5dae0;--edge:#7d8590;--link:#0b57d0;
--good:#116329;--bad:#b3261e;--tag:#6b4400;--tag-ground:#fff1d0}
@media(prefers-color-scheme:dark){:root{--ground:#0f1216;--card:#181c22;--ink:#e6e9ee;--quiet:#a3adb8;--line:#333b45;
--edge:#717a85;--link:#8ab4f8;--good:#7ee2a0;--bad:#ff9d94;--tag:#f5d183;--tag-ground:#3a2d0c}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font-size:15px}
a{color:var(--link)}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1rem;max-width:78rem;margin:0 auto;padding:1rem 1.25rem .25rem}
h1{font-size:1.25rem;margin:0}
h2{font-size:1.05rem;margin:0 0 .5rem}
h3{font-size:1rem;margin:0}
p{margin:.25rem 0}
header .connection{margin:0 0 0 auto;color:var(--quiet)}
header nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;flex-basis:100%}
#connection::before{content:"";display:inline-block;width:.6rem;height:.6rem;margin-right:.4rem;border-radius:50%;background:var(--good)}
#connection.lost{color:var(--bad);font-weight:600}
#connection.lost::before{background:var(--bad)}
main{max-width:78rem;margin:0 auto;padding:.75rem 1.25rem 5rem}
.columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;min-width:0;margin-bottom:1rem}
.columns section:last-child{margin-bottom:0}
.columns{margin-bottom:1rem}
ul{list-style:none;margin:0;padding:0}
.cards{display:grid;gap:.75rem}
.card{border:1px solid var(--line);border-radius:.5rem;padding:.75rem}
.rows>li{border-top:1px solid var(--line)}
.scroll{max-height:32rem;overflow:auto;scrollbar-width:thin}
.empty{color:var(--quiet);padding:.25rem 0}
.quiet{color:var(--quiet);opacity:1}
.good{color:var(--good)}.bad{color:var(--bad)}
.tag{display:inline-block;background:var(--tag-ground);color:var(--tag);border-radius:.375rem;padding:0 .4rem;font-size:.85rem;font-weight:500}
button{min-height:2.5rem;margin:0;padding:.35rem .9rem;border-color:var(--edge);white-space:nowrap;flex:none}
button:hover{background:var(--ground)}
button.good{border-color:var(--good);background:var(--good);color:var(--card);font-weight:600}button.bad{border-color:var(--bad)}
button.good:hover{filter:brightness(1.15)}
input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.5rem;min-height:2.5rem;padding:.35rem .6rem;width:100%;min-width:0}
::placeholder{color:var(--quiet);opacity:1}
:focus-visible{outline-color:var(--link)}
summary{cursor:pointer;padding:.3rem 0}
summary h2{display:inline;margin:0}
section>details:not([open])>summary{margin:-.25rem 0}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0}
.sign-in{display:flex;gap:1rem;align-items:flex-start}
.sign-in .facts{flex:1;min-width:0}
.qr{width:9rem;height:9rem;image-rendering:pixelated;background:#fff;border-radius:.375rem;flex:none}
.links{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem}
.left{font-variant-numeric:tabular-nums}
.message{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center}
.message .code{display:flex;align-items:center;gap:.75rem}
.message .code code{font-size:1.6rem;font-weight:650;letter-spacing:.04em;user-select:all}
.message .code code.long{font-size:1rem;letter-spacing:0}
.message p{margin:0;overflow-wrap:anywhere}
.clock{font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}
#clock-live{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem}
.line{display:flex;align-items:center;gap:.5rem;margin:.5rem 0}
.line label{flex:none}
.fault{display:flex;gap:1rem;justify-content:space-between;align-items:center;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.6rem .75rem;margin:.75rem 0}
.grid .all{grid-column:1/-1}
.grid label{display:block;font-size:.9rem}
#requests summary{display:flex;flex-wrap:wrap;gap:.15rem .75rem;align-items:baseline;padding:.45rem .25rem}
#requests summary{list-style:none}
#requests summary::before{content:"\\25B8";color:var(--quiet)}
#requests details[open]>summary::before{content:"\\25BE"}
#sign-ins-past{margin-top:.5rem}
#requests .path{flex:1 1 16rem;min-width:0}
#requests .status{font-weight:650}
#requests .hint{flex-basis:100%;color:var(--tag);font-size:.9rem}
dl{display:grid;grid-template-columns:minmax(7rem,auto) minmax(0,1fr);gap:.15rem 1rem;margin:.5rem 0;font-size:.9rem}
dt{color:var(--quiet);overflow-wrap:anywhere}dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--ground);border-radius:.5rem;padding:.6rem;margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--quiet);font-weight:500;font-size:.9rem}
.switch{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;padding:.6rem 0}
.switch label{flex:1 1 20rem}
.switch .pair{display:flex;gap:.5rem}
.switch select{min-width:10rem}
.base{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;padding:.4rem 0}
.base b{min-width:10rem}.base code{flex:1 1 16rem}
html:not(.has-script) .scripted,html.has-script .unscripted{display:none}
.unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem;top:.5rem;background:var(--card);padding:.5rem 1rem}
.skip:focus{left:.5rem;z-index:2}
#notice{position:fixed;left:50%;bottom:1rem;transform:translateX(-50%);width:max-content;max-width:calc(100vw - 2rem);margin:0;padding:.6rem 1.1rem;border-radius:.5rem;background:var(--ink);color:var(--ground);overflow-wrap:anywhere}
#notice.wrong{background:var(--bad);color:var(--card)}
#notice:empty{opacity:0;pointer-events:none}
@media(max-width:52rem){
main{padding:.5rem .75rem 5rem}
.columns{display:block;margin:0}
header{padding:.75rem .75rem 0}
header .connection{margin-left:0}
section,.columns section:last-child{margin-bottom:.75rem;padding:.75rem}
.scroll{max-height:75vh}
button,input,select{min-height:2.75rem}
summary{padding:.6rem 0}
}
@media(max-width:30rem){
.sign-in{flex-direction:column}
.sign-in .qr{align-self:center;width:12rem;height:12rem}
.message .code{flex:1 1 100%;justify-content:space-between}
.line{flex-wrap:wrap}.line label{flex-basis:100%}.line input{flex:1}
#requests .path{order:1;flex-basis:100%}#requests .status{margin-left:auto}#requests .hint,#requests summary .tag{order:2}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
tr,td{display:block}
td{border:0;padding:.1rem 0}tr{border-bottom:1px solid var(--line);padding:.4rem 0}
td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet)}
dl{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:.35rem}
.switch .pair{flex:1 1 100%}
}
`;
