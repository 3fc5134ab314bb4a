// Saves what is being typed as a draft, a few seconds after the last key. Without this the Save button does the same.
(() => {
  const form = document.querySelector('form[data-keep]')
  if (!form || !window.fetch) return
  const said = form.querySelector('[data-kept]')
  let changed = false
  let waiting = null
  let sending = false

  const typed = () => {
    const words = new FormData(form)
    words.delete('files')
    words.set('go', 'keep')
    return words
  }
  const say = (text) => { if (said) said.textContent = text }

  const warn = (words) => {
    const place = form.querySelector('[data-danger]')
    const now = words ? `You wrote “${words}”. If a child is in danger now, ring 999 first.` : ''
    if (place && place.textContent !== now) place.textContent = now
  }

  const keep = (leaving) => {
    if (!changed || sending) return
    changed = false
    fetch(form.action || window.location.href, { method: 'POST', body: typed(), redirect: 'manual', keepalive: leaving === true })
      .then((answer) => {
        if (answer.status === 204) {
          warn(decodeURIComponent(answer.headers.get('Danger-Words') || ''))
          say(`Saved at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`)
        } else {
          changed = true
          say('Not saved: you may be signed out. What you wrote stays on this page; copy it before you leave.')
        }
      })
      .catch(() => {
        changed = true
        say('Not saved: there is no connection. What you wrote stays on this page, and is tried again.')
        waiting = setTimeout(() => keep(false), 10000)
      })
  }

  form.addEventListener('input', () => {
    changed = true
    clearTimeout(waiting)
    waiting = setTimeout(() => keep(false), 3000)
  })
  form.addEventListener('submit', () => { sending = true; clearTimeout(waiting) })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') keep(true) })
})()
