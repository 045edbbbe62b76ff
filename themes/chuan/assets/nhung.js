/* In a frame: tells the page around it how high the content is. It is no secret who sees it. */
(function () {
  "use strict";

  if (window.parent === window) return;
  var last = 0;

  function tell() {
    var height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    window.parent.postMessage({ type: "nq71-height", height: height }, "*");
  }

  if (window.ResizeObserver) new ResizeObserver(tell).observe(document.body);
  window.addEventListener("load", tell);
  window.addEventListener("resize", tell);
  tell();
})();
