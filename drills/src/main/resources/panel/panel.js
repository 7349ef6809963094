// The demo's buttons and the outside client's ledger. It shows what the client counts and judges nothing.
const asked = new URLSearchParams(location.search).get('lang');
const language = (asked || navigator.language).startsWith('ja') ? 'ja' : 'en';
document.documentElement.lang = language;
for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset[language];

const ledger = document.getElementById('ledger');
const latest = document.getElementById('latest');

async function knock(button) {
  button.disabled = true;
  try {
    await fetch('knock', { method: 'POST', headers: { 'X-Knock': '1' }, body: button.dataset.knock });
  } finally {
    setTimeout(() => { button.disabled = false; }, 3000);
  }
}
for (const button of document.querySelectorAll('[data-knock]')) button.addEventListener('click', () => knock(button));

function show({ total, failed, latest: answers }) {
  ledger.textContent = language === 'ja' ? `外の客: ${total} 件中 ${failed} 件が失われた` : `An outside client lost ${failed} of ${total} requests`;
  latest.replaceChildren(...answers.map(answered => {
    const bar = document.createElement('i');
    if (!answered) bar.className = 'lost';
    return bar;
  }));
}
async function read() {
  try {
    show(await (await fetch('ledger')).json());
  } catch {
    // The demo ended; its last figures stay.
  }
}
setInterval(read, 500);
read();
