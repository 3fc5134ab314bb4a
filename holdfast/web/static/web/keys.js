// Buttons that need a passkey or hardware key show only where the browser can use one.
(() => {
  if (!window.PublicKeyCredential) return
  const buttons = document.querySelectorAll('#passkey-button, #key-button')
  buttons.forEach((button) => { button.hidden = false })
  document.addEventListener('allauth.error', () => {
    const said = document.getElementById('key-said')
    if (said) said.textContent = 'The key was not used. Try again, or prove it another way.'
  })
})()
