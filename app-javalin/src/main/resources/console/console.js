// Comforts only: every page works without this file.
(function () {
  'use strict';

  var day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'numeric', day: 'numeric' });
  var time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  var dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  var date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
  var full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

  // The server writes UTC; the reader lives somewhere.
  function localTimes(root) {
    var now = new Date();
    root.querySelectorAll('time[datetime]').forEach(function (element) {
      var at = new Date(element.dateTime);
      if (isNaN(at.getTime())) {
        return;
      }
      var format = day.format(at) === day.format(now) ? time : at.getFullYear() === now.getFullYear() ? dayAndTime : date;
      element.textContent = format.format(at);
      element.title = full.format(at);
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    localTimes(document);
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
  });
})();
