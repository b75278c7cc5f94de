// Texts that strangers write. None of them may do anything but be read.
const RLO = '\u202e';
const word = 'x'.repeat(20_000);

export const HOSTILE = [
  '<script>window.__pwned=1</script>',
  '<img src=x onerror="window.__pwned=2">',
  '"><svg onload=window.__pwned=3>',
  "'-window.__pwned--'",
  '{@html "<b>bold</b>"} {{7*7}} ${7*7} #{7*7}',
  '<a href="javascript:window.__pwned=4">click</a>',
  '<style>*{display:none}</style>',
  '<iframe srcdoc="<script>parent.__pwned=5</script>"></iframe>',
  '</textarea></title></script><b>out</b>',
  '=HYPERLINK("https://attack.example/","pay")',
  '+cmd|"/C calc"!A0',
  '\u001b[2J\u001b]0;owned\u0007 terminal',
  `${RLO}gnp.exe ${RLO}txet`,
  '\u200b\u200bzero\u200bwidth\ufeff',
  'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u0300\u0301\u0302lgo',
  '&lt;b&gt; &amp; &#x3c;b&#x3e;',
  '\ud83c\udff4\ud83c\uddeb\ud83c\uddf7 \ud800 lone',
  '<base href="https://attack.example/">',
  '<meta http-equiv="refresh" content="0;url=https://attack.example/">',
  '<link rel=stylesheet href="https://attack.example/x.css">',
  '<form action="https://attack.example/"><button>send',
  '__proto__ constructor toString',
  '%00 ../../etc/passwd',
  '\u2028line\u2029separator',
  word,
];
