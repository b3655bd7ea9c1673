/** Everything the page looks like. System fonts, two themes, one column on phones, plain on paper. No class is set by the input. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--panel:#f6f7f9;--raised:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d8dde3;--strong:#b6bec8;--link:#0b57a4;--code:#f1f3f5;--error:#b3151f;--warning:#855000;--info:#0b5cad;--none:#1c6b36;--mark:#fde3a7;--mark-error:#ffd9d6;--mark-info:#d5e8ff;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;--mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--paper:#111418;--panel:#181c21;--raised:#1d2228;--ink:#e6e9ed;--soft:#a3adb8;--line:#2d343c;--strong:#4a545f;--link:#8ab8ff;--code:#20262d;--error:#ff9089;--warning:#e9b44c;--info:#86b9ff;--none:#7fce98;--mark:#57420f;--mark-error:#612024;--mark-info:#1d406b}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{font:16px/1.55 var(--sans);color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:5.5rem}
body{margin:0 auto;max-width:78rem;padding:0 1.5rem}
h1,h2,h3,h4,h5{line-height:1.3;margin:0;font-weight:650;text-wrap:balance}
p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul{list-style:none}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
code,.place{font-family:var(--mono);font-size:.86em;overflow-wrap:anywhere}
code{background:var(--code);border-radius:4px;padding:.1em .3em;font-weight:inherit;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.quiet{color:var(--soft);font-weight:400}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-100vw;top:.5rem;background:var(--raised);padding:.5rem .9rem;border:1px solid var(--strong);border-radius:6px;z-index:9}
.skip:focus{left:.5rem}
.symbols{position:absolute}
.ink{fill:none;stroke:var(--paper);stroke-width:1.7;stroke-linecap:round}
.icon{width:.95em;height:.95em;flex:none}
.error,.severity.error{--tone:var(--error)}
.warning,.severity.warning{--tone:var(--warning)}
.info,.severity.info{--tone:var(--info)}
.severity.none{--tone:var(--none)}
.severity{color:var(--tone);font-weight:600;white-space:nowrap;display:inline-flex;align-items:center;gap:.35em;margin-right:.5em}

header{padding:2.2rem 0 1.4rem;border-bottom:1px solid var(--line)}
.brand{color:var(--soft);font-size:.92rem;margin-bottom:.5rem}
.brand b{font-family:var(--mono);color:var(--ink);letter-spacing:.01em;margin-right:.35em}
h1{font-size:clamp(1.55rem,1.1rem + 1.9vw,2.3rem);letter-spacing:-.015em;font-variant-numeric:tabular-nums}
.columns{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:3rem}
nav{font-size:.9rem;padding-top:1.6rem}
nav ul{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding:.4rem 0 1rem}
nav a{display:flex;justify-content:space-between;gap:.7rem;padding:.28rem .6rem;margin:0 -.6rem;border-radius:5px;color:var(--ink);text-decoration:none;overflow-wrap:anywhere}
nav a:hover{background:var(--panel)}
nav .quiet{font-variant-numeric:tabular-nums;white-space:nowrap}
main{padding:1.6rem 0 3rem;min-width:0}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:.88rem;padding:1.2rem 0 2.5rem}

.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.6rem,1fr));border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--line);gap:1px}
.tiles div{background:var(--raised);padding:.75rem 1rem .8rem;display:flex;flex-direction:column-reverse}
.tiles dt{color:var(--soft);font-size:.86rem;display:flex;align-items:center;gap:.4em}
.tiles dd{font-size:1.75rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
.tiles .error,.tiles .warning,.tiles .info{color:var(--tone)}
.tiles .zero,.tiles .zero dt{color:var(--soft)}
.tiles dt .icon{color:var(--tone)}
.tiles .zero .icon{color:inherit}
h2{font-size:1.42rem;letter-spacing:-.01em}
h3{font-size:1.06rem;margin:2rem 0 .5rem}
.list li{padding:.18rem 0 .18rem 1.1rem;text-indent:-1.1rem;overflow-wrap:anywhere}
.list li::before{content:"\\2013";color:var(--soft);display:inline-block;width:1.1rem;text-indent:0}
.cut{margin:1rem 0;padding:.6rem .9rem;border-left:3px solid var(--strong);background:var(--panel);border-radius:0 6px 6px 0}

table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .8rem .42rem 0;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--soft);font-size:.84rem;font-weight:500;border-bottom-color:var(--strong)}
.count{text-align:right;padding-right:0;font-variant-numeric:tabular-nums}
.rules .severity,.silenced .severity{margin:0}
th code{white-space:normal}

#filter{position:sticky;top:0;z-index:4;display:flex;flex-wrap:wrap;gap:.6rem 1.1rem;align-items:end;margin:2.4rem -1rem 0;padding:.7rem 1rem;background:var(--paper);border-bottom:1px solid var(--line);font-size:.9rem}
#filter label>span{display:block;color:var(--soft);font-size:.8rem;margin-bottom:.15rem}
#filter .check>span{display:inline-flex;font-size:.9rem;margin:0}
#filter .check .severity{margin:0}
#filter .text{flex:1 1 11rem}
#filter input[type=search],#filter select,#filter button{font:inherit;color:var(--ink);background:var(--raised);border:1px solid var(--strong);border-radius:6px;padding:.34rem .6rem;width:100%;min-height:2.2rem}
#filter ::placeholder{color:var(--soft);opacity:1}
#filter select{max-width:13rem}
#filter button{width:auto;cursor:pointer}
#filter fieldset{border:0;padding:0;margin:0;min-width:0}
#filter legend{color:var(--soft);font-size:.8rem;padding:0;margin-bottom:.15rem}
.check{display:inline-flex;align-items:center;gap:.35rem;min-height:2.2rem;margin-right:.9rem}
.check input{width:1.05rem;height:1.05rem;accent-color:var(--link);margin:0}
#count{color:var(--soft);min-height:2.2rem;display:flex;align-items:center;font-variant-numeric:tabular-nums;white-space:nowrap}
#none{padding:2.5rem 0;color:var(--soft)}

.cluster,#silenced,#rules{margin-top:3rem;padding-top:1.6rem;border-top:1px solid var(--line)}
#filter+#none+.cluster{border-top:0;margin-top:1rem}
.meta{display:flex;flex-wrap:wrap;gap:.15rem 1rem;align-items:baseline;color:var(--soft);font-size:.92rem;margin:.3rem 0 .6rem}
.meta>*{min-width:0}
figure{margin:1.2rem 0 .5rem}
.filtered figure,.filtered .running{display:none}
.picture{display:block;max-width:100%;height:auto;font-family:var(--sans)}
.picture.narrow{display:none}
.tier{fill:var(--panel);stroke:var(--line)}
.tier-title{font-size:12.5px;font-weight:600;fill:var(--soft)}
.box{fill:var(--raised);stroke:var(--strong)}
.box.error,.box.warning{stroke:var(--tone);stroke-width:1.4}
.box.unseen{stroke-dasharray:4 3;fill:var(--panel)}
.edge{fill:var(--tone)}
.line{font-size:12px;fill:var(--soft)}
.line.kind{font-size:13px;font-weight:650;fill:var(--ink)}
.line.name{font-family:var(--mono);font-size:11px;fill:var(--ink)}
.line.error,.line.warning,.line.info{fill:var(--tone);font-weight:600}
.line.gap{font-style:italic}
.picture .icon{color:var(--tone)}
.picture .icon .ink{stroke:var(--raised)}
.picture a:hover .box{stroke:var(--link);stroke-width:2}
.picture a:focus-visible{outline:none}
.picture a:focus-visible .box{stroke:var(--link);stroke-width:3}
.arrow{fill:none;stroke:var(--soft);stroke-width:1.4}
.arrow.architecture{stroke-dasharray:5 4}
.head{fill:var(--soft)}
.arrow-label{font-size:11.5px;fill:var(--soft)}
figcaption{font-size:.9rem;margin-top:.6rem}
figcaption ul ul{padding-left:1.2rem}
figcaption li{overflow-wrap:anywhere;padding:.1rem 0}

summary{cursor:pointer;padding:.3rem 0}
summary::marker{color:var(--soft)}
summary:hover{color:var(--link)}
.thing,.rule-page{border-bottom:1px solid var(--line)}
.thing summary,.rule-page summary{padding:.5rem 0;overflow-wrap:anywhere}
.thing .amount{float:right;font-size:.88rem}
.rule-page h3{display:inline;margin:0}
.inside{padding:.2rem 0 1.4rem 1.1rem}
.marks li{padding:.1rem 0}
.settings th{width:29%}
.settings td:nth-child(2){width:30%}
.settings .place{color:var(--soft)}
.layer{font-weight:600;font-size:.88em}
.notes{font-size:.93em;color:var(--soft)}
.settings td code{background:none;padding:0}
.settings th code{background:none;padding:0}

.file>h3{margin:2rem 0 .8rem;padding-bottom:.35rem;border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;gap:.1rem .9rem;justify-content:space-between;align-items:baseline}
.file>h3 .quiet{font-size:.86rem}
.finding{margin:0 0 1.6rem;padding:.15rem 0 .3rem 1.15rem;border-left:3px solid var(--tone);content-visibility:auto;contain-intrinsic-size:auto 20rem;scroll-margin-top:6rem}
.finding:target{background:var(--panel)}
.finding h4{font-size:1.02rem;font-weight:600;overflow-wrap:anywhere}
.finding h4 code{font-size:.88em}
.finding .meta{margin:.15rem 0 .5rem;font-size:.88rem}
.finding .meta code{background:none;padding:0;font-size:.95em}
.finding .self{color:var(--soft)}
.excerpt{margin:.2rem 0 .7rem;padding:.55rem 0;background:var(--code);border-radius:7px;font:.83rem/1.6 var(--mono);overflow:hidden;tab-size:4}
.excerpt .line{display:grid;grid-template-columns:3.6rem minmax(0,1fr);font-size:inherit;fill:none}
.excerpt .plain{grid-template-columns:minmax(0,1fr);padding-left:.9rem}
.excerpt .number{color:var(--soft);text-align:right;padding-right:.9rem;user-select:none;-webkit-user-select:none}
.excerpt code{background:none;padding:0 .8rem 0 0;font-size:1em;white-space:pre-wrap;overflow-wrap:anywhere;min-height:1.6em}
mark{color:inherit;background:var(--mark);border-bottom:2px solid var(--tone);border-radius:2px 2px 0 0;padding:.05em 0}
.error mark{background:var(--mark-error)}
.info mark{background:var(--mark-info)}
.label{font-family:var(--sans);font-size:.95em;color:var(--tone);font-weight:600;margin-left:.9em}
.related p{font-size:.9rem;margin:.1rem 0}
.related mark{border-bottom-style:dotted;border-bottom-color:var(--soft);background:none}
.finding dl div{display:grid;grid-template-columns:5rem minmax(0,1fr);padding:.08rem 0}
.finding dt{color:var(--soft);font-size:.92em}
.finding dd{overflow-wrap:anywhere;max-width:68ch}
.finding dl div:last-child{font-size:.88rem;color:var(--soft)}
.finding dl div:last-child code{background:none;padding:0}
.inside h4,.inside h5{margin:1.2rem 0 .3rem;font-size:1rem}
.inside>p{max-width:70ch;margin:.4rem 0}
.inside>ul{margin:.4rem 0}
.inside>ul:not(.marks)>li{list-style:disc;margin-left:1.2rem;max-width:68ch;overflow-wrap:anywhere}
.inside .fence{font-size:.84rem;color:var(--soft);margin:.8rem 0 .2rem}
.small{width:auto}
.small th{color:var(--soft);padding-right:1.6rem}

@media (max-width:64rem){
.columns{grid-template-columns:minmax(0,1fr);gap:0}
nav{padding-top:1rem}
nav ul{position:static;max-height:none;display:flex;flex-wrap:wrap;gap:.1rem .3rem;padding:0}
nav a{margin:0;padding:.3rem .6rem;background:var(--panel)}
nav li:nth-child(n+25){display:none}
}
@media (max-width:44rem){
html{scroll-padding-top:1rem}
body{padding:0 1rem}
header{padding:1.4rem 0 1rem}
main{padding-top:1.2rem}
.tiles{grid-template-columns:repeat(3,1fr)}
.tiles div{padding:.55rem .7rem}
.tiles dd{font-size:1.4rem}
#filter{position:static;margin:1.6rem 0 0;padding:.8rem 0}
#filter label:not(.check){flex:1 1 100%}
#filter select{max-width:none}
.picture.wide{display:none}
.picture.narrow{display:block}
.thing .amount{float:none;display:block}
.inside{padding-left:0}
.finding{padding-left:.8rem}
.finding dl div{grid-template-columns:1fr;padding:.2rem 0}
.excerpt .line{grid-template-columns:2.7rem minmax(0,1fr)}
.excerpt .number{padding-right:.6rem}
.settings thead,.rules thead,.silenced thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.settings,.rules,.silenced,.settings tbody,.rules tbody,.silenced tbody{display:block}
.settings tr,.rules tr,.silenced tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
.settings th,.settings td,.rules th,.rules td,.silenced th,.silenced td{display:block;width:auto!important;border:0;padding:.08rem 0;text-align:left}
.settings td::before,.rules td::before,.silenced td::before{content:attr(data-label) " ";color:var(--soft);font-size:.84rem;margin-right:.4em}
.rules td:first-child::before{content:none}
.small{width:100%}
}
@media print{
:root{color-scheme:light}
html{font-size:10.5pt}
body{max-width:none;padding:0}
nav,#filter,#none,.skip{display:none!important}
.columns{display:block}
header{padding-top:0}
.picture.wide{display:block}
.picture.narrow{display:none}
.cluster,#silenced,#rules{margin-top:1.6rem}
.finding{content-visibility:visible;break-inside:avoid}
figure,tr,.excerpt{break-inside:avoid}
h2,h3,h4{break-after:avoid}
a{color:inherit}
details::details-content{content-visibility:visible!important;display:block;height:auto!important}
summary{list-style:none}
mark,.excerpt,.tier,.box,.edge,.icon{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
@media (forced-colors:active){.finding{border-left-color:CanvasText}mark{background:Mark;color:MarkText}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`
