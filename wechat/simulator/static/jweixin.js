/* Stands in for WeChat's JS-SDK inside the simulator's H5 view.
   It asks the phone page around it for what only a phone can do. */
(function () {
  "use strict";
  var whenReady = [], whenError = [], state = null, waiting = {}, count = 0, configuring = null;

  function later(callback, value) { if (callback) setTimeout(function () { callback(value); }, 0); }

  /* As in WeChat, ready is called after a failed config too, after error. */
  function settle(answer) {
    state = answer;
    if (answer.errMsg !== "config:ok") whenError.forEach(function (callback) { later(callback, answer); });
    whenReady.forEach(function (callback) { later(callback, answer); });
  }

  function config(options) {
    var path = location.pathname + location.search;
    configuring = fetch("/__wechat__/config", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ appId: options.appId, timestamp: options.timestamp, nonceStr: options.nonceStr, signature: options.signature, path: path })
    }).then(function (answer) { return answer.json(); }).then(function (answer) {
      if (options.debug) console.info("wx.config", answer);
      settle(answer);
      return answer;
    });
  }

  function finish(name, options, answer) {
    var outcome = answer.errMsg.split(":")[1].split(" ")[0].split(",")[0];
    if (outcome === "ok" && options.success) options.success(answer);
    else if (outcome === "cancel" && options.cancel) options.cancel(answer);
    else if (outcome !== "ok" && outcome !== "cancel" && options.fail) options.fail(answer);
    if (options.complete) options.complete(answer);
  }

  /* Every call needs a good wx.config first, as in WeChat. */
  function guarded(name, work) {
    return function (options) {
      options = options || {};
      Promise.resolve(configuring).then(function () {
        if (!state || state.errMsg !== "config:ok") {
          finish(name, options, { errMsg: name + ":fail, the permission value is offline verifying" });
          return;
        }
        work(options, function (answer) { finish(name, options, answer); });
      });
    };
  }

  function askPhone(kind, fields, done) {
    if (window.parent === window) {
      var typed = window.prompt("扫到的二维码内容：");
      done(typed === null ? { cancelled: true } : { text: typed });
      return;
    }
    count += 1;
    waiting[count] = done;
    window.parent.postMessage(Object.assign({ wechatSimulator: kind, id: count }, fields), "*");
  }

  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || !event.data || event.data.wechatSimulator !== "answer") return;
    var done = waiting[event.data.id];
    delete waiting[event.data.id];
    if (done) done(event.data);
  });

  function quiet(name) {
    return guarded(name, function (options, done) { done({ errMsg: name + ":ok" }); });
  }

  var wx = {
    config: config,
    ready: function (callback) { if (state) later(callback, state); else whenReady.push(callback); },
    error: function (callback) { if (state && state.errMsg !== "config:ok") later(callback, state); else whenError.push(callback); },
    checkJsApi: guarded("checkJsApi", function (options, done) {
      var result = {};
      (options.jsApiList || []).forEach(function (name) { result[name] = typeof wx[name] === "function"; });
      done({ errMsg: "checkJsApi:ok", checkResult: result });
    }),
    scanQRCode: guarded("scanQRCode", function (options, done) {
      askPhone("scan", {}, function (answer) {
        if (answer.cancelled) done({ errMsg: "scanQRCode:cancel" });
        else if (options.needResult) done({ errMsg: "scanQRCode:ok", resultStr: answer.text });
        else askPhone("scanned", { text: answer.text }, function () {});
      });
    }),
    getLocation: guarded("getLocation", function (options, done) {
      fetch("/__wechat__/location").then(function (answer) { return answer.json(); }).then(function (place) {
        done({ errMsg: "getLocation:ok", latitude: place.latitude, longitude: place.longitude, speed: 0, accuracy: place.accuracy });
      });
    }),
    closeWindow: guarded("closeWindow", function (options, done) { askPhone("close", {}, function () {}); done({ errMsg: "closeWindow:ok" }); })
  };
  ["hideMenuItems", "showMenuItems", "hideAllNonBaseMenuItem", "showAllNonBaseMenuItem", "hideOptionMenu", "showOptionMenu",
    "updateAppMessageShareData", "updateTimelineShareData", "onMenuShareAppMessage", "onMenuShareTimeline", "openLocation",
    "previewImage"].forEach(function (name) { wx[name] = quiet(name); });

  window.wx = window.jWeixin = wx;
  window.__wxjs_environment = "browser";
  window.WeixinJSBridge = { invoke: function (name, fields, callback) { later(callback, { err_msg: name + ":ok" }); }, call: function () {}, on: function () {} };
  document.dispatchEvent(new Event("WeixinJSBridgeReady"));
})();
