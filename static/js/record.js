// Records a sound into the file control of its form. Without script, without a
// microphone, or where nobody allows it, the control itself takes a file.
//
//   <p data-record="15" hidden data-into="file">           seconds at most
//     <button type="button" data-do="record" data-stop="Stop">Record</button>
//     <span role="status" data-busy="Recording: {n} s left" data-done="…" data-denied="…" data-failed="…"></span>
//     <audio controls hidden></audio>                       to listen before it is sent
const box = document.querySelector("[data-record]");
if (box && navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.DataTransfer) ready(box);

function ready(box) {
  const button = box.querySelector("button"), said = box.querySelector("[role=status]"), audio = box.querySelector("audio");
  const input = document.getElementById(box.dataset.into), words = button.textContent;
  let recorder, timer;
  box.hidden = false;
  // A file that is chosen instead is what will be sent.
  input.addEventListener("change", (e) => { if (e.isTrusted) { audio.hidden = true; said.textContent = ""; } });

  async function record() {
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch (e) { said.textContent = e.name === "NotAllowedError" ? said.dataset.denied : said.dataset.failed; return; }
    const parts = [];
    let left = Number(box.dataset.record);
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 64000 });
    recorder.addEventListener("dataavailable", (e) => parts.push(e.data));
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      stream.getTracks().forEach((t) => t.stop());
      keep(new Blob(parts, { type: recorder.mimeType }));
      recorder = undefined;
      button.textContent = words;
    });
    recorder.start();
    const tell = () => { said.textContent = said.dataset.busy.replace("{n}", left); };
    timer = setInterval(() => { if (--left <= 0) stop(); else tell(); }, 1000);
    button.textContent = button.dataset.stop;
    audio.hidden = true;
    tell();
  }
  function stop() { if (recorder?.state === "recording") recorder.stop(); }
  function keep(sound) {
    const files = new DataTransfer(), end = /audio\/(\w+)/.exec(sound.type)?.[1] ?? "webm";
    files.items.add(new File([sound], "recorded." + end, { type: sound.type }));
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
    URL.revokeObjectURL(audio.src);
    audio.src = URL.createObjectURL(sound);
    audio.hidden = false;
    said.textContent = said.dataset.done;
  }
  button.addEventListener("click", () => { if (recorder) stop(); else record(); });
}
