// Records a sound into the file control of its form. Without script, without a
// microphone, or where nobody allows it, the control itself takes a file.
//
//   <p data-record="14" hidden data-into="file">           seconds at most
//     <button type="button" data-stop="Stop">Record</button> <b aria-hidden="true"></b>   the seconds left
//     <span role="status" data-busy="Recording, at most {n}" data-done="…" data-denied="…" data-failed="…"></span>
//     <audio controls hidden></audio>                       to listen before it is sent
//
// The seconds left are not read aloud: the microphone would take that up. A form
// that is sent while it records is sent with what was recorded until then.
const box = document.querySelector("[data-record]");
if (box && navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.DataTransfer) ready(box);

function ready(box) {
  const button = box.querySelector("button"), said = box.querySelector("[role=status]"), audio = box.querySelector("audio"), count = box.querySelector("b");
  const input = document.getElementById(box.dataset.into), words = button.textContent, most = Number(box.dataset.record);
  const seconds = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "second", unitDisplay: "long" });
  let recorder, timer, asking = false, sender;
  box.hidden = false;
  // A file that is chosen instead is what will be sent.
  input.addEventListener("change", (e) => { if (e.isTrusted) { quiet(); said.textContent = ""; } });
  function quiet() { audio.pause(); audio.hidden = true; }

  async function record() {
    let stream;
    asking = true;
    quiet();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      take(stream);
    } catch (e) {
      end(stream);
      said.textContent = e.name === "NotAllowedError" ? said.dataset.denied : said.dataset.failed;
    }
    asking = false;
  }
  function take(stream) {
    const parts = [], made = new MediaRecorder(stream, { audioBitsPerSecond: 64000 });
    made.addEventListener("dataavailable", (e) => parts.push(e.data));
    made.addEventListener("stop", () => { end(stream); keep(new Blob(parts, { type: made.mimeType })); });
    made.start();
    recorder = made;
    const over = performance.now() + most * 1000;
    const tell = () => {
      const left = Math.ceil((over - performance.now()) / 1000);
      if (left <= 0) stop(); else count.textContent = seconds.format(left);
    };
    timer = setInterval(tell, 200);
    button.textContent = button.dataset.stop;
    said.textContent = said.dataset.busy.replace("{n}", seconds.format(most));
    tell();
  }
  function stop() { if (recorder?.state === "recording") recorder.stop(); }
  function end(stream) {
    clearInterval(timer);
    stream?.getTracks().forEach((t) => t.stop());
    recorder = undefined;
    button.textContent = words;
    count.textContent = "";
  }
  function keep(sound) {
    const by = sender;
    sender = undefined;
    if (!sound.size) { said.textContent = said.dataset.failed; return; }
    const files = new DataTransfer(), ending = /audio\/(\w+)/.exec(sound.type)?.[1] ?? "webm";
    files.items.add(new File([sound], "recorded." + ending, { type: sound.type }));
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
    URL.revokeObjectURL(audio.src);
    audio.src = URL.createObjectURL(sound);
    audio.hidden = false;
    said.textContent = said.dataset.done;
    if (by !== undefined) input.form.requestSubmit(by);
  }
  button.addEventListener("click", () => { if (recorder) stop(); else if (!asking) record(); });
  addEventListener("submit", (e) => {
    if (!recorder) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    sender = e.submitter;
    stop();
  }, true);
}
