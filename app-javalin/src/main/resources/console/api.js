// Sends what the forms of the API's page say; the page can be read without this file.
(function () {
  'use strict';

  var MOST_SHOWN = 200000;

  function address(form, headers) {
    var path = form.dataset.path;
    var query = new URLSearchParams();
    form.querySelectorAll('[data-in]').forEach(function (input) {
      var name = input.dataset.name;
      if (input.dataset.in === 'path') {
        path = path.replace('{' + name + '}', encodeURIComponent(input.value.trim()));
      } else if (input.value !== '' && input.dataset.in === 'query') {
        query.set(name, input.value);
      } else if (input.value !== '') {
        headers[name] = input.value;
      }
    });
    return path + (query.toString() === '' ? '' : '?' + query);
  }

  function shown(text, type) {
    if (/json/.test(type)) {
      try {
        return JSON.stringify(JSON.parse(text), null, 2);
      } catch (broken) {
        return text;
      }
    }
    return text;
  }

  function say(form, line, text) {
    var output = form.querySelector('output');
    var head = document.createElement('p');
    head.className = 'strong';
    head.textContent = line;
    output.replaceChildren(head);
    if (text !== '') {
      var body = document.createElement('pre');
      body.className = 'api-code';
      body.tabIndex = 0;
      body.textContent = text.length > MOST_SHOWN ? text.slice(0, MOST_SHOWN) + '…' : text;
      output.append(body);
    }
    output.hidden = false;
  }

  function send(form) {
    var headers = {};
    var token = document.getElementById('api-token').value.trim();
    if (form.dataset.secured === 'true' && token === '') {
      say(form, 'Enter the admin token at the top of the page first.', '');
      document.getElementById('api-token').focus();
      return;
    }
    if (form.dataset.secured === 'true') {
      headers.Authorization = 'Bearer ' + token;
    }
    var to = address(form, headers);
    var body = form.querySelector('[data-body]');
    var sent = body && body.value.trim() !== '' && form.dataset.method !== 'GET';
    if (sent) {
      headers['Content-Type'] = form.dataset.type === '*/*' ? 'application/json' : form.dataset.type;
    }
    var button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    fetch(to, { method: form.dataset.method, headers: headers, body: sent ? body.value : undefined, credentials: 'omit', redirect: 'error' })
      .then(function (answer) {
        var type = answer.headers.get('Content-Type') || '';
        return answer.text().then(function (text) {
          say(form, answer.status + ' ' + answer.statusText + (type === '' ? '' : ' · ' + type), shown(text, type));
        });
      })
      .catch(function (failure) {
        say(form, 'No answer came: ' + failure.message, '');
      })
      .then(function () {
        button.disabled = false;
      });
  }

  // A link to an operation or a schema opens it.
  function opened() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target && target.tagName === 'DETAILS') {
      target.open = true;
      target.scrollIntoView();
    }
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('.api-try').forEach(function (form) {
      form.querySelector('button[type="submit"]').disabled = false;
      form.addEventListener('submit', function (event) {
        event.preventDefault();
        send(form);
      });
      var example = form.querySelector('[data-example]');
      if (example) {
        example.addEventListener('change', function () {
          form.querySelector('[data-body]').value = example.value;
        });
      }
    });
    opened();
    window.addEventListener('hashchange', opened);
  });
})();
