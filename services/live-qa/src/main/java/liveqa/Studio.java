package liveqa;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import liveqa.air.Air;
import liveqa.air.AirFlags;
import liveqa.air.PageFiles;
import liveqa.air.Spoken;
import liveqa.http.OnAir;
import liveqa.http.Operator;
import liveqa.setting.KeptFile;
import liveqa.setting.Settings;
import liveqa.voice.Voice;
import liveqa.voice.VoiceFlags;

/** Voice, settings and the programme: what goes on air. */
record Studio(Voice voice, Settings settings, PageFiles files, Air air, Operator operator) implements AutoCloseable {
    static Studio open(VoiceFlags voiceFlags, AirFlags airFlags, StateFolder data, InstantSource clock) throws CannotStart {
        try {
            if (airFlags.page() != null && !Files.isDirectory(airFlags.page())) throw new IOException("--air-page " + airFlags.page() + " is not a folder");
            var operator = Operator.with(airFlags.token());
            var voice = Voice.open(voiceFlags, clock);
            var settings = Settings.open(new KeptFile(data.file("settings.json")));
            var files = new PageFiles(airFlags.page());
            var air = Air.open(new Air.Parts(voice, settings, files), new KeptFile(data.file("programme.json")), new Spoken() {}, clock);
            return new Studio(voice, settings, files, air, operator);
        } catch (IOException e) {
            throw new CannotStart(e.getMessage(), e);
        }
    }

    OnAir onAir(InstantSource clock) {
        return new OnAir(air, voice, settings, files, operator, clock);
    }

    @Override
    public void close() {
        air.close();
        voice.close();
    }
}
