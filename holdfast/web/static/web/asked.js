// Shows beside each field what would be asked with what is typed, a moment after the last key. Without this, it is shown
// after saving. Nothing is stored by asking, and where there is no answer nothing is said.
(() => {
  const form = document.querySelector('form[data-asked-at]')
  if (!form || !window.fetch || !window.AbortController) return
  const names = form.dataset.askedOf.split(' ').filter(Boolean)
  const PARTS = ['', '_day', '_month', '_year']
  const AFTER = 400
  let waiting = null
  let asking = null

  const controls = (name) => [...form.elements].filter((each) => PARTS.some((part) => each.name === name + part))

  // A place beside each field, there from the beginning: what is put into it later is read out

  const place = (name) => {
    const made = document.createElement('div')
    made.setAttribute('aria-live', 'polite')
    made.dataset.askedBeside = name
    return made
  }
  const after = (control) => {
    let group = control.closest('.govuk-form-group')
    while (group && group.parentElement.closest('.govuk-form-group')) group = group.parentElement.closest('.govuk-form-group')
    return control.closest('details') || group || control
  }
  const places = new Map()
  names.forEach((name) => {
    const [first] = controls(name)
    if (!first) return
    places.set(name, place(name))
    after(first).after(places.get(name))
  })
  const button = form.querySelector('button[type=submit]')
  places.set('', place(''))
  if (button) button.before(places.get(''))

  const show = (answer) => places.forEach((box, name) => {
    const said = answer && answer.querySelector(`[data-asked="${name}"]`)
    const now = said ? said.innerHTML : ''
    if (box.innerHTML !== now) box.replaceChildren(...(said ? said.childNodes : []))
  })

  // Asking: of what is typed now, and of nothing that was asked already

  const typed = () => {
    const told = new URLSearchParams()
    const every = new FormData(form)
    const wanted = new Set(names.flatMap((name) => PARTS.map((part) => name + part)))
    every.forEach((value, name) => { if (wanted.has(name)) told.append(name, value) })
    return told
  }
  const opened = typed().toString()
  let asked = opened

  const forget = () => {
    clearTimeout(waiting)
    if (asking) asking.abort()
    asking = null
  }

  const ask = () => {
    const told = typed()
    if (told.toString() === asked) return
    forget()
    asked = told.toString()
    if (asked === opened && !mistaken) return show(null)
    const mine = asking = new AbortController()
    told.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value)
    fetch(form.dataset.askedAt, { method: 'POST', body: told, redirect: 'manual', signal: mine.signal })
      .then((answer) => (answer.status === 200 ? answer.text() : Promise.reject(answer.status)))
      .then((text) => { if (mine === asking) show(new DOMParser().parseFromString(text, 'text/html')) })
      .catch(() => { if (mine === asking) { asked = null; show(null) } })
  }

  const soon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, AFTER)
  }
  const mistaken = Boolean(form.querySelector('.govuk-error-message') || document.querySelector('.govuk-error-summary'))
  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
  form.addEventListener('submit', forget)
  if (mistaken) { asked = null; soon() }
})()
