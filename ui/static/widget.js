// On Record. Built from ui/static/widget by `make front-build`.
"use strict";(()=>{function s(r,t="",e=""){let n=document.createElement(r);return t&&(n.className=t),e&&(n.textContent=e),n}function l(r,t,e){let n=s("button",r,t);return n.type="button",n.addEventListener("click",()=>e()),n}function q(r,t){let e=s("a","outside",r);return e.href=t,e.target="_blank",e.rel="noopener noreferrer",e}function R(r){return s("p","warning",r)}function w(r,t,e){let n=s(r,t);for(let i of e)i&&n.append(n.childNodes.length?" · ":"",s("bdi","",i));return n}var z=`/* Colours and faces of the page, of the widget (\`.root\`) and of the page on which readers sign in. The articles' own
   words are set in serif, ours in sans: a reader sees at a glance who is speaking. */

:root,
.root {
  --record-serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Noto Serif", "Liberation Serif", serif;
  --record-sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --record-paper: light-dark(#fbfaf7, #14161a);
  --record-raised: light-dark(#ffffff, #1b1e23);
  --record-soft: light-dark(#f1eee7, #23272d);
  --record-line: light-dark(#e2ddd2, #343941);
  --record-ink: light-dark(#1c1e21, #e8e6e1);
  --record-muted: light-dark(#5b6067, #a7abb1);
  --record-accent: light-dark(#1f4e79, #93bfec);
  --record-accent-soft: light-dark(#e4edf6, #22354a);
  --record-on-accent: light-dark(#ffffff, #14161a);
  --record-mark: light-dark(#ffe79a, #6b5410);
  --record-mark-ink: light-dark(#1c1e21, #fff6d8);
  --record-mark-faint: light-dark(#fff5d1, #38321c);
  --record-warning: light-dark(#8a3b12, #f0b48a);
}
`;var ct={403:"widget.forbidden",413:"widget.too_large",429:"widget.limited",503:"widget.busy"},h=class extends Error{constructor(t,{reason:e="",shown:n=!1,status:i=0,wait:o=""}={}){super(t),this.key=t,this.reason=e,this.shown=n,this.status=i,this.wait=o}sentence({t,later:e}){return this.shown&&this.reason||t(this.key,{when:e(this.wait)})}};async function _(r,t){let{status:e,headers:n}=r,i=await r.json().catch(()=>null),o=typeof i?.detail=="string"?i.detail:"",a=t?o.replaceAll(t,"…"):o,c=e===401?lt(t):ct[e];return new h(c??"page.unexpected",{reason:a,shown:!c,status:e,wait:n.get("Retry-After")??""})}function lt(r){return r?"widget.rejected":r===null?"widget.token":"widget.signed_out"}function f(r){r&&console.warn(`On Record: ${r}`)}var ht=3e4;async function B(r){let t=await fetch(r,{mode:"same-origin",credentials:"same-origin",cache:"no-store",headers:{Accept:"application/json"}}).catch(()=>null),n=(t?.ok?await t.json().catch(()=>null):null)?.token;if(typeof n=="string"&&/^[\w.~+/=-]+$/.test(n))return n;if(t&&dt(t))throw new h("widget.signed_out");let i=t?`${t.status}${t.ok?", but no token":""}`:"nothing that this page may read";throw new h("widget.token",{reason:`${r.pathname} answered ${i}.`})}function dt({status:r,ok:t,redirected:e}){return r===401||r===403||t&&e}var k=class{#t;#n="";#r=0;#e=null;constructor(t){this.#t=t}async current(){return Date.now()<this.#r?this.#n:(this.#e??=Promise.resolve(this.#t()).finally(()=>{this.#e=null}),this.#n=await this.#e,this.#r=pt(this.#n,Date.now()),this.#n)}forget(){this.#r=0}};function pt(r,t){try{let e=r?.split(".")[1]??"",{exp:n,iat:i}=JSON.parse(atob(e.replace(/-/g,"+").replace(/_/g,"/"))),o=(n-i)*1e3;return Math.min(n*1e3,t+o)-Math.min(ht,o/4)}catch{return 0}}var I=!1;async function j(r,t){try{let e=await fetch(r,t);return I=!0,e}catch(e){throw t.signal?.aborted?e:(!I&&navigator.onLine&&r.origin!==window.origin&&f(`this page's origin is ${window.origin}; it must stand in \`origins\` of the server's rules of access.`),I=!0,new h("widget.unreachable"))}}async function P(r,t){let e=r.toLowerCase().split(/[-_]/)[0];return(await j(new URL(`api/v1/wording?${new URLSearchParams({lang:e})}`,t),{credentials:"omit"})).json()}var y=class{#t;#n;#r;#e;constructor({base:t,source:e,credentials:n,language:i}){this.#t=t,this.#n=e&&new k(e),this.#r=n,this.#e=i}async ask(t,e){let n=await this.#i("ask",{body:t,signal:e});if(!n.body)throw new h("widget.unreachable");return n.body}async article(t,e){return(await this.#i("articles",{query:t,signal:e})).json()}async countArticles(t){let e=[["limit",1]];for(let i of t)e.push(["collections",i]);let{total:n}=await(await this.#i("articles",{query:e})).json();return n}async examples(){return(await this.#i("examples")).json()}async suggestions(t){return(await this.#i(`answers/${encodeURIComponent(t)}/beside`)).json()}async#i(t,e={}){let{token:n,response:i}=await this.#s(t,e);if(i.status===401&&n){let{reason:o}=await _(i,n);this.#n?.forget();let a=this.#s(t,e);a.catch(()=>f(o)),{token:n,response:i}=await a}if(!i.ok)throw await _(i,n);return i}async#s(t,{query:e=[],body:n,signal:i}){let o=this.#n?await this.#n.current():"",a=new Headers({"Accept-Language":this.#e});o&&a.set("Authorization",`Bearer ${o}`),n&&a.set("Content-Type","application/json");let c=new URLSearchParams(e.map(([d,u])=>[d,String(u)])),p={credentials:this.#r,headers:a,signal:i};return n&&Object.assign(p,{method:"POST",body:JSON.stringify(n)}),{token:o,response:await j(new URL(`api/v1/${t}?${c}`,this.#t),p)}}};function D(r){let t=s("div","text");return r.language&&(t.lang=r.language),t.append(...r.paragraphs.map(ut)),t}function ut(r){let t=s("p");return t.dir="auto",t.append(...r.map(({text:e,mark:n})=>n?s("mark",n,e):e)),t}function M(r){let t=/^#cite-(.+)-(\d+)-(\d+)-([0-9a-f]*)$/.exec(r??"");if(!t)return null;let[,e,n,i,o]=t;return{id:decodeURIComponent(e),start:n,end:i,hash:o}}function H(r,t){let e=Object.entries(r);for(let n of t)n?.id===r.id&&n.start!==r.start&&e.push(["also",`${n.start}-${n.end}`]);return e}function S(r,{i18n:t,dispatch:e}){let n=r instanceof h?r:new h("page.unexpected"),i=n.sentence(t);return n.reason!==i&&f(n.reason),e("fault",{status:n.status,sentence:i,detail:n.reason}),i}var F="http://www.w3.org/2000/svg",mt={quote:"M4 22q0-9 7-13l1.600 2.400q-3.200 2.300-3.600 5.400 4 .1 4 4.100 0 4.300-4.300 4.300-4.700 0-4.700-3.200zm13.500 0q0-9 7-13l1.600 2.400q-3.200 2.300-3.600 5.400 4 .1 4 4.100 0 4.300-4.300 4.300-4.700 0-4.700-3.200z",close:"M8 8l16 16M24 8L8 24",back:"M20 7l-9 9 9 9",send:"M16 26V7M8 15l8-8 8 8",stop:"M7 7h18v18H7z"};function g(r,t,e){let n=document.createElementNS(F,"svg"),i=document.createElementNS(F,"path");return n.setAttribute("viewBox","0 0 32 32"),n.setAttribute("class",t),n.setAttribute("aria-hidden","true"),i.setAttribute("d",mt[t]),n.append(i),r.replaceChildren(n),r.setAttribute("aria-label",e),r}function b(r,t,e){let n=s(r,t);return n.dir="auto",n.append(s("span","words",e)),n}function A(r,t){let e=s("div","bar");return e.append(...r),t&&e.append(g(l("round close","",t.close),"close",t.label)),e}var C=class{place=s("div","reading");#t;#n;#r;#e=s("div","content");#i=s("bdi","from");#s=new AbortController;#o=null;constructor(t,e,n){this.#t=t,this.#n=e,this.#r=n;let{t:i}=t.i18n,o=g(l("pill back","",()=>this.leave()),"back",i("panel.back"));o.append(i("panel.back")),this.#e.tabIndex=0,this.place.setAttribute("role","region"),this.place.setAttribute("aria-label",i("article.label"));let a=t.close&&{label:i("panel.close"),close:t.close};this.place.append(A([o,this.#i],a),this.#e)}async open(t,e,n){this.#s.abort(),this.#s=new AbortController;let{signal:i}=this.#s;n.setAttribute("aria-busy","true");try{await this.#a(t,e,i)}catch(o){if(i.aborted)return;let a=l("pill",this.#t.i18n.t("widget.again"),()=>this.open(t,e,n));this.#i.textContent="",this.#e.replaceChildren(R(S(o,this.#t)),a)}finally{n.removeAttribute("aria-busy")}this.#c(n)}leave(){return this.stop(),this.#n.classList.contains("reads")?(this.#n.classList.remove("reads"),this.#o?.isConnected?this.#o.focus({preventScroll:!0}):this.#r(),!0):!1}stop(){this.#s.abort()}async#a(t,e,n){let i=M(t.link);if(!i)throw new Error(`no link to a citation: ${t.link}`);let o=e.map(({link:c})=>M(c)),a=await this.#t.client.article(H(i,o),n);this.#e.replaceChildren(...this.#l(a)),this.#i.textContent=a.publisher||""}#l(t){let{t:e,day:n}=this.#t.i18n,i=s("header");i.append(w("p","where",[t.publisher,n(t.published)])),i.append(b("h3","",t.title||t.article_id)),t.author&&i.append(b("p","where",t.author)),/^https?:\/\//i.test(t.link??"")&&i.append(q(e("article.outside"),t.link??""));let o=t.changed?[R(e(`article.${t.found}`))]:[];return[i,...o,D(t)]}#c(t){this.#o=t,this.#n.classList.add("reads");let e=this.#e,i=e.querySelector("mark.cited")??e;i.tabIndex=-1,e.scrollTop=0;let o=i.getBoundingClientRect(),a=e.getBoundingClientRect();o.bottom>a.bottom&&(e.scrollTop=o.top-a.top-e.clientHeight/3),i.focus({preventScroll:!0})}};async function*Q(r){let t=r.pipeThrough(new TextDecoderStream).getReader(),e={name:"",data:[],events:[]},n="";try{for(;;){let{done:i,value:o}=await t.read();if(i)return;let a=(n+o).split(/\r\n|\n|\r(?!$)/);n=a.pop()??"";for(let c of a)ft(c,e);yield*e.events.splice(0)}}finally{t.cancel().catch(()=>{})}}function ft(r,t){if(!r){t.data.length&&t.events.push([t.name,JSON.parse(t.data.join(`
`))]),t.name="",t.data=[];return}let[,e,n]=/^([^:]*):? ?(.*)$/s.exec(r)??[];e==="event"?t.name=n:e==="data"&&t.data.push(n)}var E=class{place=s("form");status=s("p","state");#t;#n=s("textarea");#r;#e;#i=!1;constructor(t,e,n){this.#t=t,this.#e=e;let i=()=>this.#i?n():this.#o();this.#r=g(l("round send","",i),"send",t.t("page.submit")),this.status.setAttribute("role","status"),this.place.addEventListener("submit",o=>o.preventDefault()),this.place.append(this.#n,this.#r),this.#s()}focus(){this.#n.focus({preventScroll:!0})}setBusy(t){let{t:e}=this.#t;this.#i=t,this.status.textContent=t?e("page.reading"):"",this.status.className=t?"state unseen":"state",g(this.#r,t?"stop":"send",e(t?"page.stop":"page.submit")),this.#r.classList.toggle("stop",t)}isTooLong(t){let e=[...t].length,n=e>2e3;return n&&(this.status.textContent=this.#t.t("widget.too_long",{count:e,most:2e3})),this.status.classList.toggle("warning",n),this.#n.setAttribute("aria-invalid",String(n)),n}put(t){this.#n.value=t}#s(){let t=this.#n;t.rows=1,t.placeholder=this.#t.t("page.placeholder"),t.setAttribute("aria-label",this.#t.t("page.question")),t.addEventListener("keydown",e=>{e.key!=="Enter"||e.shiftKey||e.isComposing||(e.preventDefault(),this.#o())}),t.addEventListener("input",()=>{this.#i||(this.status.textContent=""),t.removeAttribute("aria-invalid")})}#o(){let t=this.#n.value.trim();!t||this.#i||this.isTooLong(t)||(this.#n.value="",this.#e(t))}};function X(r,t,e){return JSON.stringify(e?r:[r,t?.speaker,t?.article_id])}function J({status:r},t){if(r==="partial")return r;let e=t.map(n=>n.status);return e.includes("verbatim")?"":e.includes("partial")?"partial":"unsupported"}var L=class{place=s("div","reply");#t;#n;#r=[];#e=new Map;#i=0;#s=!1;#o={key:"",section:"",article:"",group:s("section")};constructor(t,e){this.#t=t,this.#n=e}get hasBegun(){return this.#r.length>0}addSentence(t){this.#r.push(t),this.#l()}addCitation(t){this.#e.set(t.n,t),this.#l()}retract(){this.#a(),this.#r=[],this.#s=!1,this.#e.clear()}finish(t){let e=t.model??"",n=!!e;(n!==this.#s||JSON.stringify(this.#r)!==JSON.stringify(t.sentences))&&this.#a(),this.#r=t.sentences,this.#s=n,this.#e=new Map(t.citations.map(o=>[o.n,o])),this.#c();let i=t.note?[s("p","note",t.note)]:[];e?(this.place.prepend(s("p","written",this.#t.t("answer.written",{model:e}))),this.place.append(...i)):this.place.prepend(...i),t.refused?this.#w(t):this.#e.size&&this.place.append(this.#g())}breakOff(t,e){this.#c(),this.place.append(s("p","notice",t),e)}#a(){this.place.replaceChildren(),this.#i=0,this.#o={key:"",section:"",article:"",group:s("section")}}#l(){this.#u();for(let t of this.#r.slice(this.#i)){if(!t.citations.every(e=>this.#e.has(e)))return;this.#h(t)}}#c(){this.#u();for(let t of this.#r.slice(this.#i))this.#h(t)}#u(){this.#s||!this.#r.some(({status:t})=>t)||(this.#s=!0,this.#a())}#h(t){this.#i+=1;let{section:e=""}=t,n=this.#d(t.citations)[0],i=X(e,n,this.#s);if(e&&e!==this.#o.section&&this.place.append(s("p","section",e)),i!==this.#o.key){let o=s("section",this.#s?"running":"group"),a=n?.article_id??"",c=e===this.#o.section&&a===this.#o.article;this.#s||o.append(this.#m(n,c)),this.place.append(o),this.#o={key:i,section:e,article:a,group:o}}this.#o.group.append(this.#p(t))}#d(t){return t.flatMap(e=>this.#e.get(e)??[])}#m(t,e){let{t:n,day:i}=this.#t,o=e&&t?.speaker?[]:[t?.publisher,i(t?.published),t?.title],a=[t?.speaker,...o].filter(Boolean);return w("p","source",a.length?a:[t?.article_id||n("answer.no_source")])}#p(t){let e=b("p","said",t.text),n=this.#d(t.citations);for(let a of n)e.append(" ",this.#b(a));let i=J(t,n),o=n.find(a=>a.probable_speaker)?.probable_speaker;return i?e.append(" ",s("span","doubt",this.#t.t(`answer.${i}`))):o&&e.append(" ",s("span","doubt",this.#t.t("answer.probably",{person:o}))),e}#b(t){let{n:e,title:n,article_id:i}=t,o=l("cite",`[${e}]`,()=>this.#n(t,[...this.#e.values()],o)),a=n||i||this.#t.t("answer.unnamed");return o.setAttribute("aria-label",this.#t.t("widget.source",{n:e,title:a})),o}#g(){let{t}=this.#t,e=Map.groupBy(this.#e.values(),o=>o.article_id),n=s("ul");n.append(...[...e.values()].map(o=>this.#f(o)));let i=s("details","sources");return i.append(s("summary","",t("answer.sources",{count:e.size})),n),i}#f(t){let[e]=t,n=s("li"),i=l("used","",()=>this.#n(e,[...this.#e.values()],i)),o=[e.title||e.article_id,e.publisher,this.#t.day(e.published)];return i.append(w("span","",o),` ${t.map(({n:a})=>`[${a}]`).join(" ")}`),n.append(i),n}#w({reason:t,nearest:e}){if(this.place.append(s("p","reason",t??"")),!e.length)return;let n=s("ol","nearest");n.append(...e.map(i=>this.#v(i))),this.place.append(s("p","label",this.#t.t("answer.nearest")),n)}#v(t){let e=s("li"),n=l("passage","",()=>this.#n(t,[],n)),i=[t.publisher,this.#t.day(t.published),t.title].filter(Boolean),o=w("span","source",i.length?i:[t.article_id]);return n.append(o,b("span","quoted",t.text)),e.append(n),e}};var gt=20,bt=3,wt=12,T=class{place=s("div","chat");log=s("div","unseen");#t;#n;#r;#e=s("div","talk");#i;#s;#o;#a=[];#l=[];#c=null;constructor(t,e,n){this.#t=t,this.#n=e,this.#r=n;let{t:i}=t.i18n;this.#i=s("p","waiting",i("page.reading")),this.#s=l("pill",i("page.new"),()=>this.#g()),this.#s.hidden=!0,this.#o=new E(t.i18n,c=>this.#f(c),()=>this.stop()),this.#e.tabIndex=0,this.#e.append(this.#d()),this.#u();let o=t.close&&{label:i("panel.close"),close:t.close},a=A([s("h2","",t.title),this.#s],o);this.place.append(a,this.#e,this.#o.status,this.#o.place),t.collections.length||this.#b()}focus(){this.#o.focus()}stop(){this.#c?.abort()}ask(t){this.#o.isTooLong(t)?this.#o.put(t):this.#f(t)}#u(){let{t}=this.#t.i18n;this.#e.setAttribute("role","region"),this.#e.setAttribute("aria-label",t("page.conversation")),this.log.setAttribute("role","log"),this.log.setAttribute("aria-label",t("page.answers")),this.log.setAttribute("aria-live","polite")}#h(t){this.log.append(s("p","",t))}#d(){let{t}=this.#t.i18n,e=s("div","greeting"),n=s("p","lead",t("page.lead"));return e.append(n,s("p","",t("widget.promise")),...this.#m(this.#l)),e}#m(t){return t.map(e=>{let n=l("pill",e,()=>this.#p(e));return n.dir="auto",n})}#p(t){this.#e.focus({preventScroll:!0}),this.#f(t)}async#b(){let t=await this.#t.client.examples().catch(()=>null);Array.isArray(t?.questions)&&(this.#l=t.questions.slice(0,bt).map(String),this.#e.querySelector(".greeting")?.replaceWith(this.#d()))}#g(){this.stop(),this.#a=[],this.#s.hidden=!0,this.log.replaceChildren(),this.#e.replaceChildren(this.#d()),this.focus()}async#f(t){this.stop();let e=new AbortController,n=new L(this.#t.i18n,this.#n);this.#c=e,this.#r();let i=this.#w(t,n);try{let o=await this.#v(t,n,e.signal);this.#a.push(t),this.#c===e&&this.#y(o,n)}catch(o){this.#S({question:t,reply:n,turn:i,mine:e,error:o})}finally{this.#c===e&&(this.#c=null,this.#i.remove(),this.#o.setBusy(!1))}}#w(t,e){for(let o of this.#e.querySelectorAll(".greeting, .next, .again"))o.remove();let n=b("p","asked",t),i=s("div","turn");return i.append(e.place,this.#i),this.log.replaceChildren(),this.#s.hidden=!1,this.#e.append(n,i),n.scrollHeight>n.clientHeight&&(n.tabIndex=0),this.#e.scrollTop=n.offsetTop-wt,this.#o.setBusy(!0),this.#t.dispatch("asked",{question:t}),[n,i]}async#v(t,e,n){let{client:i,collections:o}=this.#t,a=this.#a.slice(-gt),c={question:t,history:a,stream:!0,...o.length?{scope:{collections:o}}:{}},p=Q(await i.ask(c,n)),d=null;try{for await(let[u,m]of p)d=await this.#x(u,m,e)??d}catch(u){if(!d&&(u instanceof h||n.aborted))throw u}if(d)return d;throw new h(e.hasBegun?"widget.broken":"widget.unreachable")}async#x(t,e,n){if(t==="error")throw new h("page.unexpected",{reason:String(e.detail||""),shown:!0,status:e.status});if(t==="done"){let i=await this.#k(e)?{...e,reason:this.#t.i18n.t("widget.nothing")}:e;return n.finish(i),i}return t==="citation"&&n.addCitation(e),t==="sentence"&&(this.#h(e.text),n.addSentence(e)),t==="retract"&&(this.log.replaceChildren(),n.retract()),null}async#k({refused:t,nearest:e}){let{client:n,collections:i}=this.#t;if(!i.length||!t||e.length||await n.countArticles(i).catch(()=>0))return!1;let a=i.join(", ");return f(`this reader may read no article in ${a}: correct data-collections, or the rules of access.`),!0}async#y({question:t,answer_id:e,refused:n,reason:i,note:o},{place:a}){i&&this.#h(i),o&&this.#h(o);let{client:c,dispatch:p,i18n:d}=this.#t;p("answered",{question:t,id:e,refused:n});let u=await c.suggestions(e).catch(()=>null);if(!u?.next?.length||this.#c||this.#e.lastChild!==a.parentElement)return;let m=s("div","next"),N=s("p","label",d.t(n?"beside.instead":"beside.next"));m.append(N,...this.#m(u.next)),a.append(m)}#S({question:t,reply:e,turn:n,mine:i,error:o}){let{t:a}=this.#t.i18n;e.hasBegun&&this.#a.push(t);let c=l("pill again",a("actions.again"),()=>{if(e.hasBegun)this.#a.pop();else for(let d of n)d.remove();this.#p(t)}),p=i.signal.aborted?a("page.stopped"):S(o,this.#t);e.breakOff(p,c),this.#c===i?this.#h(p):c.remove()}};var O=class{#t;#n;constructor(t,e){this.#n=new C(e,t,()=>this.focus()),this.#t=new T(e,(n,i,o)=>this.#n.open(n,i,o),()=>this.leaveArticle()),t.replaceChildren(this.#t.place,this.#n.place,this.#t.log)}focus(){this.#t.focus()}ask(t){this.#t.ask(t)}leaveArticle(){return this.#n.leave()}stop(){this.#t.stop(),this.#n.stop()}};var W=`:host {
  all: initial !important;
  display: contents !important;
  color-scheme: inherit !important;
}
:host([hidden]) {
  display: none !important;
}
.root {
  all: initial;
  --paper: var(--onrecord-background, var(--record-paper));
  --raised: var(--onrecord-background, var(--record-raised));
  --ink: var(--onrecord-text, var(--record-ink));
  --muted: var(--onrecord-muted, color-mix(in srgb, var(--ink) 70%, var(--paper)));
  --line: var(--onrecord-line, color-mix(in srgb, var(--ink) 14%, var(--paper)));
  --accent: var(--onrecord-accent, var(--record-accent));
  --accent-text: var(--onrecord-accent-text, var(--record-on-accent));
  --soft: color-mix(in srgb, var(--accent) 12%, var(--raised));
  --mark: var(--onrecord-mark, var(--record-mark));
  --mark-text: var(--onrecord-mark-text, var(--record-mark-ink));
  --warning: var(--onrecord-warning, var(--record-warning));
  --sans: var(--onrecord-font, var(--record-sans));
  --serif: var(--onrecord-quote-font, var(--record-serif));
  --radius: var(--onrecord-radius, 0.9em);
  /* In em throughout: a rem is the page's. */
  color: var(--ink);
  font: var(--onrecord-font-size, medium) / 1.5 var(--sans);
  overflow-wrap: anywhere;
}
.root[data-theme="page"] {
  color-scheme: inherit;
}
.root[data-theme="system"] {
  color-scheme: light dark;
}
.root[data-theme="light"] {
  color-scheme: light;
}
.root[data-theme="dark"] {
  color-scheme: dark;
}
.root.inline {
  position: relative;
  display: block;
  height: 100%;
  overflow: hidden;
}
.inline::before {
  content: "";
  display: block;
  height: var(--onrecord-height, 36em);
} /* where the element has no height */
*,
::before {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
h2,
h3,
p,
ul,
ol {
  margin: 0;
  padding: 0;
  font-weight: inherit;
  font-size: inherit;
  list-style: none;
}
button,
textarea {
  margin: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
}
button {
  cursor: pointer;
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}
.words,
bdi {
  unicode-bidi: isolate;
}
svg {
  display: block;
  width: 65%;
  height: 65%;
  fill: none;
  stroke: currentColor;
  stroke-width: 3;
  stroke-linecap: round;
  stroke-linejoin: round;
}
svg.quote,
svg.stop {
  fill: currentColor;
  stroke: none;
}

.launcher {
  position: fixed;
  z-index: var(--onrecord-z-index, 2147483000);
  inset: auto 1.25em 1.25em auto;
  display: grid;
  place-items: center;
  width: 3.5em;
  height: 3.5em;
  border-radius: 50%;
  background: var(--accent);
  color: var(--accent-text);
  box-shadow: 0 0.2em 0.9em rgb(0 0 0 / 28%);
}
.launcher:focus-visible {
  outline-offset: 3px;
}
.panel {
  display: grid;
  grid: minmax(0, 1fr) / minmax(0, 1fr);
  width: auto;
  height: auto;
  max-width: none;
  max-height: none;
  margin: 0;
  padding: 0;
  overflow: hidden;
  border: var(--onrecord-border, 1px) solid var(--line);
  border-radius: var(--radius);
  background: var(--paper);
  color: inherit;
}
.inline .panel {
  position: absolute;
  inset: 0;
}
.floating .panel {
  position: fixed;
  z-index: var(--onrecord-z-index, 2147483000);
  inset: auto 1.25em 5.5em auto;
  width: min(var(--onrecord-width, 26em), 100vw - 2.5em);
  height: min(var(--onrecord-height, 42em), 100dvh - 6.75em);
  box-shadow: 0 0.8em 2.8em rgb(0 0 0 / 24%);
}
.left .launcher,
.left .panel {
  right: auto;
  left: 1.25em;
}
dialog:not([open]) {
  display: none;
}
.chat,
.reading {
  grid-area: 1 / 1;
  display: flex;
  flex-direction: column;
  min-height: 0;
}
.reading {
  visibility: hidden;
  background: var(--raised);
}
.reads .reading {
  visibility: visible;
}
.reads .chat {
  visibility: hidden;
}
.bar {
  flex: none;
  display: flex;
  align-items: center;
  gap: 0.5em;
  min-height: 3.4em;
  padding: 0.5em 0.6em 0.5em 1.1em;
  border-bottom: 1px solid var(--line);
}
.bar h2,
.from {
  flex: 1;
  min-width: 0;
}
.bar h2 {
  font: 600 1.15em / 1.25 var(--serif);
}
.reading .bar {
  padding-left: 0.6em;
}
.from {
  overflow: hidden;
  color: var(--muted);
  font-size: 0.9em;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.round {
  flex: none;
  display: grid;
  place-items: center;
  width: 2.2em;
  height: 2.2em;
  border-radius: 50%;
}
.round:hover {
  background: var(--soft);
}
.pill {
  padding: 0.3em 0.85em;
  border: 1px solid var(--line);
  border-radius: 1.1em;
  background: var(--raised);
  font-size: 0.875em;
  text-align: start;
}
.pill:hover {
  border-color: var(--accent);
}
.pill.back {
  flex: none;
  display: flex;
  align-items: center;
  gap: 0.3em;
  padding-inline-start: 0.5em;
}
.back svg {
  width: 1.1em;
  height: 1.1em;
}

.talk,
.content {
  position: relative;
  flex: 1;
  min-height: 0;
  padding: 1.1em max(1.1em, 50% - 22em);
  overflow: hidden auto;
  overscroll-behavior: contain;
}
.talk {
  mask: linear-gradient(#000 calc(100% - 1.2em), transparent);
}
.talk:focus-visible,
.content:focus-visible {
  outline-offset: -2px;
}
.greeting {
  display: grid;
  align-content: center;
  justify-items: center;
  gap: 0.4em;
  min-height: 100%;
  color: var(--muted);
  text-align: center;
}
.lead {
  color: var(--ink);
  font: 600 1.35em / 1.3 var(--serif);
}
.greeting .pill {
  max-width: 30em;
  margin-top: 0.4em;
  color: var(--ink);
}
.asked {
  width: fit-content;
  max-width: 88%;
  max-height: 12em;
  overflow: hidden auto;
  margin-inline-start: auto;
  padding: 0.5em 0.9em;
  border-radius: 1em 1em 0.3em;
  background: var(--soft);
  white-space: pre-line;
}
.turn {
  padding: 1.1em 0 1.5em;
}
.turn:last-child {
  min-height: calc(100% - 2em);
} /* so that a new question can stand at the top */
.group {
  margin-bottom: 1.2em;
  padding-inline-start: 0.9em;
  border-inline-start: 2px solid var(--line);
}
.source,
.label,
.note,
.written,
.where,
.waiting {
  color: var(--muted);
  font-size: 0.84em;
  line-height: 1.45;
}
.group .source {
  margin-bottom: 0.4em;
}
.group .source bdi:first-child {
  color: var(--ink);
  font-weight: 600;
}
.group .said {
  margin-bottom: 0.6em;
  font: 1.06em / 1.6 var(--serif);
  white-space: pre-line;
}
.running {
  margin-bottom: 1.1em;
}
.running .said {
  display: inline;
  line-height: 1.7;
}
.running .said::after {
  content: " ";
}
.cite {
  padding: 0.05em 0.4em;
  border-radius: 0.4em;
  background: var(--soft);
  color: var(--accent);
  font: 600 max(0.72em, 11px) / 1.5 var(--sans);
  vertical-align: 0.12em;
}
.cite:hover,
.cite:focus-visible {
  background: var(--accent);
  color: var(--accent-text);
}
[aria-busy="true"] {
  opacity: 0.6;
  cursor: progress;
}
.doubt {
  color: var(--warning);
  font: italic 0.84em / 1.5 var(--sans);
}
.section {
  margin-bottom: 0.6em;
  font-weight: 600;
}
.note,
.written,
.label,
.reason {
  margin-bottom: 0.7em;
}
.label {
  margin: 1em 0 0.4em;
  font-weight: 600;
}
.notice,
.warning {
  margin-bottom: 0.7em;
  color: var(--warning);
}
.sources {
  font-size: 0.875em;
}
summary {
  width: fit-content;
  margin: 0.7em 0;
  color: var(--muted);
  font-weight: 600;
  cursor: pointer;
}
.sources li {
  border-top: 1px solid var(--line);
}
.used {
  width: 100%;
  padding: 0.55em 0;
  text-align: start;
}
.used:hover span {
  text-decoration: underline;
}
.nearest {
  display: grid;
  gap: 0.6em;
}
.passage {
  display: block;
  width: 100%;
  padding: 0.75em 0.9em;
  border: 1px solid var(--line);
  border-radius: 0.8em;
  background: var(--raised);
  text-align: start;
}
.passage:hover {
  border-color: var(--accent);
}
.passage > * {
  display: block;
}
.quoted {
  display: -webkit-box;
  overflow: hidden;
  font-family: var(--serif);
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 4;
}
.next {
  display: flex;
  flex-flow: column;
  align-items: flex-start;
  gap: 0.45em;
}
.state {
  flex: none;
  margin: 0;
  padding: 0 max(1.25em, 50% - 21.5em) 0.4em;
  font-size: 0.875em;
}
.state:empty {
  padding: 0;
}
form {
  flex: none;
  display: flex;
  align-items: flex-end;
  gap: 0.3em;
  margin: 0 max(0.8em, 50% - 22.3em) 0.8em;
  padding: 0.3em;
  border: 1px solid var(--line);
  border-radius: 1.3em;
  background: var(--raised);
}
form:focus-within {
  border-color: var(--accent);
  outline: 2px solid transparent;
  box-shadow: 0 0 0 3px var(--soft);
}
textarea {
  flex: 1;
  min-width: 0;
  max-height: 8em;
  padding: 0.35em 0.6em;
  outline: none;
  resize: none;
  field-sizing: content;
  overflow-wrap: anywhere;
}
textarea:focus-visible {
  outline: none;
}
::placeholder {
  color: var(--muted);
  opacity: 1;
}
.send,
.send:hover {
  background: var(--accent);
  color: var(--accent-text);
}

.content {
  padding-block: 1.3em 3em;
  outline-color: transparent;
}
.content header {
  margin-bottom: 1.2em;
  padding-bottom: 1em;
  border-bottom: 1px solid var(--line);
}
h3 {
  margin: 0.25em 0 0.4em;
  font: 600 1.45em / 1.25 var(--serif);
}
.outside {
  display: inline-block;
  margin-top: 0.4em;
  color: var(--accent);
  font-size: 0.875em;
}
.text p {
  margin-bottom: 1em;
  font: 1.06em / 1.65 var(--serif);
  white-space: pre-line;
}
mark {
  padding: 0.1em 0;
  background: var(--mark);
  color: var(--mark-text);
  outline: none;
  box-decoration-break: clone;
  -webkit-box-decoration-break: clone;
}
mark.also {
  background: color-mix(in srgb, var(--mark) 38%, var(--raised));
  color: inherit;
}
.unreachable {
  display: flex;
  flex-flow: wrap;
  align-content: center;
  justify-content: center;
  gap: 0.8em;
  padding: 1.5em;
  text-align: center;
}
.unreachable :not(button) {
  flex: 1 0 100%;
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

@media (max-width: 34em), (max-height: 30em) {
  .floating .panel {
    inset: 0;
    width: 100%;
    height: 100%;
    border: 0;
    border-radius: 0;
  }
}
@media (prefers-reduced-motion: no-preference) {
  .floating .panel,
  .reads .reading {
    animation: in 0.16s ease-out;
  }
  @keyframes in {
    from {
      opacity: 0;
      transform: translateY(0.6em);
    }
  }
}
@media print {
  .floating {
    display: none;
  }
}
`;function K(r,t){let e=r==="en"?"en-GB":r,n=new Intl.PluralRules(e),i=new Intl.DateTimeFormat(e,{day:"numeric",month:"long",year:"numeric",timeZone:"UTC"});return{language:r,locale:e,t:(c,p={})=>{let[d,u]=c.split("."),m=t[d][u];return(typeof m=="string"?m:m[n.select(Number(p.count))]??m.other).replace(/\{(\w+)\}/g,(Ot,st)=>p[st].toLocaleString(e))},day:c=>!c||Number.isNaN(Date.parse(c))?c??"":i.format(new Date(c))}}var xt=new Set(["ar","fa","he","ur"]),kt={en:{again:"Try again",close:"Close",fault:"The articles cannot be reached just now."},de:{again:"Noch einmal versuchen",close:"Schließen",fault:"Die Artikel sind gerade nicht zu erreichen."}};function V({language:r,catalogue:t}){let e=K(r,t);return{...e,later:i=>{let o=yt(i,Date.now());return o>0?St(o,e.locale):e.t("widget.soon")}}}function yt(r,t){return Number(r)||(Date.parse(r)-t)/1e3}function St(r,t){let e=new Intl.RelativeTimeFormat(t);return r<100?e.format(Math.ceil(r),"second"):r<6e3?e.format(Math.ceil(r/60),"minute"):e.format(Math.ceil(r/3600),"hour")}function Y(r){return xt.has(r)?"rtl":"ltr"}function Z(r){let t=/^de\b/i.test(r)?"de":"en";return{language:t,...kt[t]}}var x="on-record-widget",tt="On Record",$=window.matchMedia("(max-width: 34em), (max-height: 30em)"),et=new CSSStyleSheet;et.replaceSync(z+W);var v=class extends HTMLElement{controls=null;#t={};#n=tt;#r=s("div","root");#e=s("section","panel");#i=null;#s=null;#o=null;#a=null;#l=null;connectedCallback(){$.addEventListener("change",this.#d)}disconnectedCallback(){$.removeEventListener("change",this.#d),queueMicrotask(()=>this.isConnected||this.#o?.stop())}mount(t,e){this.#t=e,this.#n=e.title||tt,this.#r.classList.add(t?"inline":"floating"),this.#r.classList.toggle("left",e.side==="left"),t||this.#c(),this.#e.setAttribute("aria-label",this.#n),this.#e.addEventListener("keydown",o=>{o.key==="Escape"&&!o.isComposing&&this.#m(o)}),this.#e.addEventListener("cancel",o=>this.#m(o)),this.#r.append(this.#e);let n=this.attachShadow({mode:"open"});n.adoptedStyleSheets=[et],n.append(this.#r);let i=t??document.body;return i.append(this),this.#r.dataset.theme=Ct(e.theme,i),t&&this.#p(),this.controls={element:this,open:()=>this.open(),close:()=>this.close(),ask:o=>this.ask(o),remove:()=>this.remove()},this.controls}async open(){this.#i&&!this.#i.open&&(this.#l=document.activeElement,this.#h(this.#i),this.#s?.setAttribute("aria-expanded","true"),this.#u("open")),await this.#p(),(!this.#i||this.#i.open)&&this.#o?.focus()}close(){if(!this.#i?.open)return;this.#i.close(),this.#s?.setAttribute("aria-expanded","false");let t=this.#l;(t instanceof HTMLElement&&t!==this&&t!==document.body&&t.isConnected?t:this.#s)?.focus({preventScroll:!0}),this.#u("close")}async ask(t){this.#i&&await this.open(),await this.#p();let e=String(t).trim();e&&this.#o?.ask(e)}#c(){let t=s("dialog","panel"),e=l("launcher","",()=>t.open?this.close():this.open());t.id="panel",e.title=this.#n,e.setAttribute("aria-controls",t.id),e.setAttribute("aria-expanded","false"),this.#i=t,this.#e=t,this.#s=g(e,"quote",this.#n),this.#r.append(e)}#u(t,e){this.dispatchEvent(new CustomEvent(`onrecord:${t}`,{detail:e,bubbles:!0}))}#h(t){$.matches?t.showModal():t.show()}#d=()=>{if(!this.#i?.open)return;let t=this.shadowRoot?.activeElement;this.#i.close(),this.#h(this.#i),t instanceof HTMLElement&&t.focus({preventScroll:!0})};#m(t){!this.#i&&!this.#e.classList.contains("reads")||(t.preventDefault(),t.stopPropagation(),this.#o?.leaveArticle()||this.close())}#p(){return this.#a??=this.#b().catch(()=>{this.#a=null,this.#f()}),this.#a}async#b(){let{base:t=new URL(".",document.baseURI),token:e,tokenUrl:n,credentials:i}=this.#t,o=n&&new URL(n,document.baseURI),a=await P(this.#g,t),c=e||(o?()=>B(o):void 0);this.#r.lang=a.language,this.#r.dir=Y(a.language),this.#o=new O(this.#e,{i18n:V(a),client:new y({base:t,source:c,credentials:i==="same-origin"?"same-origin":"omit",language:a.language}),title:this.#n,collections:At(String(this.#t.collections||"")),close:this.#i&&(()=>this.close()),dispatch:(p,d)=>this.#u(p,d)})}get#g(){return this.#t.language||document.documentElement.lang||""}#f(){let t=Z(this.#g||navigator.language),e=l("pill",t.again,()=>this.#p().then(()=>this.#o?.focus())),n=this.#i?[l("pill",t.close,()=>this.close())]:[],i=s("div","unreachable");i.append(s("h2","lead",this.#n),s("p","",t.fault),e,...n),this.#r.lang=t.language,this.#e.replaceChildren(i),this.#i?.open&&e.focus()}};function At(r){return r.split(",").flatMap(t=>t.trim()||[])}function Ct(r,t){return r==="light"||r==="dark"?r:getComputedStyle(t).colorScheme==="normal"?"system":"page"}var it=document.currentScript,rt=new URL(".",it.src);function Et(r,t={}){let e=typeof r=="string"?document.querySelector(r):r??null;if(r&&!e)throw new Error(`there is no element ${r} to show the widget in: correct data-target.`);let n=ot((e??document.body).children);if(n.length)return n[0];let i=document.createElement(x);if(!(i instanceof v))throw new Error(`another script has defined <${x}>.`);return i.mount(e,{...t,base:t.base??rt})}function ot(r){return[...r].flatMap(t=>t instanceof v&&t.controls||[])}var U=()=>ot(document.querySelectorAll(x)).at(0),Lt={mount:Et,open:()=>U()?.open(),close:()=>U()?.close(),ask:r=>U()?.ask(r)};customElements.get(x)||customElements.define(x,v);window.OnRecord??=Lt;var{OnRecord:Tt}=window;function nt(){let{mode:r="launcher",target:t,...e}=it.dataset;if(r!=="none")try{Tt.mount(r==="inline"?t:null,{...e,base:rt})}catch(n){f(n instanceof Error?n.message:String(n))}}document.readyState==="loading"?document.addEventListener("DOMContentLoaded",nt):nt();})();
