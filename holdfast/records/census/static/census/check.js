// Sends a census file, shows how far its check is, then what was found, with filters. Without this, the form answers with
// a page. The file stays in the browser: taking the account away sends it once more.
(() => {
  const form = document.querySelector('[data-census-check]')
  if (!form) return
  const part = (name) => document.querySelector(`[data-census-${name}]`)
  const doing = document.getElementById('census-doing')
  const bar = part('progress').querySelector('progress')
  const filter = part('filter')
  const PAGE = 50
  const whole = (number) => Number(number).toLocaleString('en-GB')
  const many = (number, one, more) => `${whole(number)} ${number === 1 ? one : more}`
  let rules = new Map()
  let findings = []
  let shown = PAGE
  let sending = null

  const element = (name, className, words) => {
    const made = document.createElement(name)
    if (className) made.className = className
    if (words) made.textContent = words
    return made
  }

  // How far it is

  const say = (words, percent) => {
    if (doing.textContent !== words) doing.textContent = words
    if (percent === undefined) bar.removeAttribute('value')
    else bar.value = percent
  }

  const step = (told) => {
    if (told.read !== undefined) {
      say('Reading the file', told.of ? 60 * told.read / told.of : undefined)
      part('detail').textContent = `${many(told.children, 'child', 'children')} so far`
    } else if (told.rule) {
      say('Asking the rules', 60 + 35 * told.rule / told.rules)
      part('detail').textContent = `Rule ${told.rule} of ${told.rules}`
    } else if (told.refused) refuse(told.refused)
    else if (told.whole) begin(told)
    else if (told.findings) findings.push(...told.findings)
    else if (told.done) finish()
  }

  const refuse = (words) => {
    sending = null
    part('progress').hidden = true
    part('refusal').textContent = words
    part('refused').hidden = false
    part('refused').focus()
  }

  // What was found

  const begin = ({ whole: head, rules: every }) => {
    say('Gathering what was found', 97)
    rules = new Map(every.map((rule) => [rule.code, rule]))
    const read = `${many(head.children, 'child', 'children')} read, judged as the census of ${head.collection}, in ${head.seconds} seconds.`
    part('said').textContent = `${head.file}: ${read}${head.errors + head.queries ? '' : ' Nothing was found.'}`
    document.querySelectorAll('[data-census-number]').forEach((cell) => {
      cell.textContent = whole(head[cell.dataset.censusNumber])
      if (cell.dataset.censusNumber === 'errors') cell.parentElement.classList.toggle('hf-numbers__late', head.errors > 0)
    })
    part('stopped').hidden = !head.stopped
    part('rest').hidden = Boolean(head.stopped)
    if (head.stopped) {
      part('why').textContent = `The file breaks off at line ${whole(head.stopped.line)}: ${head.stopped.because}`
      part('before').textContent = `Show what was found in the ${many(head.children, 'child', 'children')} before that line`
    }
    tellNotes(head)
    tellNotRun(every)
    offerRules(every)
  }

  const tellNotes = (head) => {
    part('notes').hidden = !head.notes_in_all
    part('notes-title').textContent = `What is odd about the file itself: ${whole(head.notes_in_all)}`
    part('notes-list').replaceChildren(...head.notes.map((note) => element('li', '', note)))
  }

  const tellNotRun = (every) => {
    const reasons = new Map()
    every.filter((rule) => rule.status === 'not run').forEach((rule) => {
      reasons.set(rule.reason, [...(reasons.get(rule.reason) || []), rule.code])
    })
    const lines = [...reasons].map(([reason, codes]) => `${reason} Rules ${codes.join(', ')}.`)
    part('not-run').replaceChildren(...(lines.length ? lines : ['Every rule was asked.']).map((line) => element('li', '', line)))
  }

  const offerRules = (every) => {
    const list = filter.elements.rule
    list.replaceChildren(list.options[0])
    every.filter((rule) => rule.status === 'found').forEach((rule) => {
      const option = element('option', '', `${rule.title} (${whole(rule.count)})`)
      option.value = rule.code
      list.append(option)
    })
  }

  const finish = () => {
    sending = null
    const order = new Map([...rules.keys()].map((code, place) => [code, place]))
    findings.sort((one, other) => order.get(one[0]) - order.get(other[0]))
    part('progress').hidden = true
    part('found').hidden = false
    filter.reset()
    show()
    part('found').focus()
  }

  // Filters

  const wanted = () => {
    const told = (name) => filter.elements[name].value.trim().toLowerCase()
    const [severity, rule, child, text] = ['severity', 'rule', 'child', 'text'].map(told)
    return findings.filter(([code, number, name, value, line, message]) =>
      (!severity || rules.get(code).severity === severity) &&
      (!rule || code.toLowerCase() === rule) &&
      (!child || number.toLowerCase().includes(child)) &&
      (!text || `${message} ${name} ${value} ${rules.get(code).title}`.toLowerCase().includes(text)))
  }

  const show = () => {
    const found = wanted()
    const missing = [...rules.values()].reduce((sum, rule) => sum + rule.count, 0) - findings.length
    const rest = missing > 0 ? ` ${whole(missing)} more are not on this page, since a rule shows 1,000 at most: download them.` : ''
    part('count').textContent = `${many(found.length, 'finding', 'findings')}.${rest}`
    part('list').replaceChildren(...drawn(found.slice(0, shown)))
    part('further').hidden = found.length <= shown
  }

  const drawn = (found) => {
    const nodes = []
    let list = null
    let under = ''
    found.forEach(([code, child, , , line, message]) => {
      if (code !== under) {
        under = code
        list = element('ul', 'govuk-list govuk-list--bullet')
        nodes.push(...headed(rules.get(code)), list)
      }
      const item = element('li', '', `${message} `)
      item.append(element('span', 'hf-not-known', `Line ${whole(line)}${child ? `, child ${child}` : ''}`))
      list.append(item)
    })
    return nodes
  }

  const headed = (rule) => {
    const title = element('h3', 'govuk-heading-s', `${rule.title}: ${whole(rule.count)} `)
    const error = rule.severity === 'error'
    title.append(element('strong', `govuk-tag govuk-tag--${error ? 'red' : 'orange'}`, error ? 'Error' : 'Question'))
    const mend = element('p', 'govuk-body', `${rule.mend} `)
    mend.append(element('span', 'hf-not-known', `Rule ${rule.code}.`))
    return [title, mend]
  }

  filter.addEventListener('input', () => { shown = PAGE; show() })
  filter.addEventListener('submit', (event) => event.preventDefault())
  part('more').addEventListener('click', () => { shown += PAGE; show() })
  part('before').addEventListener('click', () => { part('rest').hidden = false; part('rest').querySelector('select').focus() })

  // Sending

  const send = () => {
    const data = new FormData(form)
    const request = sending = new XMLHttpRequest()
    let taken = 0
    const take = (ended) => {
      if (request !== sending) return
      const lines = request.responseText.slice(taken).split('\n')
      const unfinished = ended ? '' : lines.pop()
      taken = request.responseText.length - unfinished.length
      lines.filter(Boolean).forEach((line) => step(JSON.parse(line)))
    }
    request.upload.addEventListener('progress', (event) => {
      say('Sending the file', event.total ? 40 * event.loaded / event.total : undefined)
      part('detail').textContent = event.total ? `${Math.round(100 * event.loaded / event.total)}%` : ''
    })
    request.addEventListener('progress', () => take(false))
    request.addEventListener('load', () => {
      const kind = request.getResponseHeader('Content-Type') || ''
      if (!kind.startsWith('application/x-ndjson')) return refuse('You may be signed out, or the file is too large. Open this page again and try once more.')
      take(true)
      if (sending === request) refuse('The check stopped before its end. Try again; if it stops again, tell whoever looks after Holdfast.')
    })
    request.addEventListener('error', () => { if (sending === request) refuse('The file could not be sent. Look whether you are still connected, and try again.') })
    request.open('POST', form.action)
    request.setRequestHeader('Accept', 'application/x-ndjson')
    request.send(data)
  }

  form.addEventListener('submit', (event) => {
    const by = event.submitter
    if ((by && (by.name || by.hasAttribute('formaction'))) || form.elements.answer.value !== 'page') return
    event.preventDefault()
    if (sending) sending.abort()
    findings = []
    shown = PAGE
    part('refused').hidden = part('found').hidden = true
    part('progress').hidden = false
    part('detail').textContent = ''
    say('Sending the file', 0)
    send()
  })

  part('stop').addEventListener('click', () => {
    const stopped = sending
    sending = null
    if (stopped) stopped.abort()
    part('progress').hidden = true
    form.querySelector('button[type=submit]').focus()
  })
})()
