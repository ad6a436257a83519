// Comforts only: every page works without this file.
(function () {
  'use strict';

  var day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'numeric', day: 'numeric' });
  var time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  var dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  var date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
  var exact = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  var full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

  // The server writes UTC; the reader lives somewhere.
  function localTimes(root) {
    var now = new Date();
    root.querySelectorAll('time[datetime]').forEach(function (element) {
      var at = new Date(element.dateTime);
      if (isNaN(at.getTime())) {
        return;
      }
      if (element.hasAttribute('data-exact')) {
        element.textContent = exact.format(at);
        element.title = full.format(at);
        return;
      }
      var format = day.format(at) === day.format(now) ? time : at.getFullYear() === now.getFullYear() ? dayAndTime : date;
      element.textContent = format.format(at);
      element.title = full.format(at);
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    localTimes(document);
    zones(document);
    document.documentElement.classList.add('scripted');
    var tab = document.querySelector('.tabs [aria-current]');
    if (tab && tab.parentElement.scrollWidth > tab.parentElement.clientWidth) {
      tab.parentElement.scrollLeft = tab.offsetLeft - 16;
    }
    var form = document.getElementById('reply-form');
    var text = document.getElementById('text');
    if (form && text) {
      text.addEventListener('keydown', function (event) {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          form.requestSubmit();
        }
      });
      // Asks before a typed answer is lost; sending it is no loss.
      var sending = false;
      form.addEventListener('submit', function () {
        sending = true;
      });
      window.addEventListener('beforeunload', function (event) {
        if (!sending && text.value.trim() !== '') {
          event.preventDefault();
        }
      });
    }
  });

  document.addEventListener('htmx:load', function () {
    localTimes(document);
    writable();
    zones(document);
  });

  // The line about the service window comes with the news; the box below it follows without touching what is typed.
  function writable() {
    var line = document.getElementById('window');
    var box = document.getElementById('reply-box');
    if (line && box) {
      box.disabled = line.dataset.writable !== 'true';
    }
  }

  function span(milliseconds) {
    var minutes = Math.floor(milliseconds / 60000);
    if (minutes < 1) {
      return 'less than a minute';
    }
    var hours = Math.floor(minutes / 60);
    return hours >= 24 ? Math.floor(hours / 24) + ' d ' + (hours % 24) + ' h' : hours === 0 ? minutes + ' min' : hours + ' h ' + (minutes % 60) + ' min';
  }

  setInterval(function () {
    document.querySelectorAll('[data-closes-at]').forEach(function (element) {
      var at = Date.parse(element.dataset.closesAt);
      if (!isNaN(at)) {
        element.textContent = span(Math.max(0, at - Date.now()));
      }
    });
  }, 10000);

  // What is typed stands in the preview at once.
  document.addEventListener('input', function (event) {
    var field = event.target.dataset ? event.target.dataset.fills : undefined;
    if (field !== undefined) {
      document.querySelectorAll('[data-filled-by]').forEach(function (blank) {
        if (blank.dataset.filledBy === field) {
          var given = event.target.value.trim();
          blank.textContent = given === '' ? blank.dataset.blank : given;
          blank.classList.toggle('given', given !== '');
        }
      });
    }
  });

  // A browser's form knows no zone: it is told beside the time, as it is at that time.
  function zones(root) {
    root.querySelectorAll('[data-zone-name]').forEach(function (element) {
      element.textContent = '(your time)';
    });
    root.querySelectorAll('[data-zone]').forEach(function (element) {
      element.value = String(new Date().getTimezoneOffset());
    });
  }

  // Fields that came with a time in UTC show it in the reader's zone, in which they are sent back.
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('input[data-utc]').forEach(function (field) {
      var at = field.value === '' ? null : new Date(field.value + ':00Z');
      if (at && !isNaN(at.getTime())) {
        field.value = new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
      }
    });
  });

  document.addEventListener('change', function (event) {
    if (event.target.type === 'datetime-local' && event.target.form) {
      var at = new Date(event.target.value);
      var zone = event.target.form.querySelector('[data-zone]');
      if (zone && !isNaN(at.getTime())) {
        zone.value = String(at.getTimezoneOffset());
      }
    }
  });

  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-copies]') : null;
    var field = button ? document.getElementById(button.dataset.copies) : null;
    if (field) {
      field.select();
      if (navigator.clipboard) {
        navigator.clipboard.writeText(field.value).then(function () {
          button.textContent = 'Copied';
        });
      }
    }
  });
})();
