// Says so when the last token was wrong; the form itself works without any script.
if (location.search === '?wrong') {
  document.getElementById('wrong').hidden = false;
}
