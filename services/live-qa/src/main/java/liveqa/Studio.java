package liveqa;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import liveqa.air.Air;
import liveqa.air.PageFiles;
import liveqa.http.OnAir;
import liveqa.http.Operator;
import liveqa.measure.Parts;
import liveqa.question.Desk;
import liveqa.setting.KeptFile;
import liveqa.setting.Settings;
import liveqa.voice.Voice;

/** Voice, settings and the programme: what goes on air. */
record Studio(Voice voice, Settings settings, PageFiles files, Air air, SpokenAnswers spoken, Duration spokenWithin) implements AutoCloseable {
    static Studio open(Flags flags, StateFolder data, InstantSource clock) throws CannotStart {
        var page = flags.air.page();
        try {
            if (page != null && !Files.isDirectory(page)) throw new IOException("--air-page " + page + " is not a folder");
            var voice = Voice.open(flags.voice, clock);
            var settings = Settings.open(new KeptFile(data.file("settings.json")));
            var files = new PageFiles(page);
            var spoken = new SpokenAnswers();
            var air = Air.open(new Air.Parts(voice, settings, files, flags.air.spokenWithin()), new KeptFile(data.file("programme.json")), spoken, clock);
            return new Studio(voice, settings, files, air, spoken, flags.air.spokenWithin());
        } catch (IOException e) {
            throw new CannotStart(e.getMessage(), e);
        }
    }

    /** Goes on air with the answers of this desk, and tells it which of them are spoken. */
    void serves(Desk desk, Parts parts) {
        spoken.tellsOf(desk);
        desk.spokenWhile(air::speaks);
        desk.spokenWithin(spokenWithin);
        air.parts().forEach(part -> parts.follow(part.name(), () -> trouble(part.name())));
        air.start(desk);
    }

    private Optional<String> trouble(String name) {
        return air.parts().stream().filter(part -> part.name().equals(name) && !part.state().equals("ok")).map(liveqa.air.Part::why).findFirst();
    }

    OnAir onAir(Operator operator, InstantSource clock) {
        return new OnAir(air, voice, settings, files, operator, clock);
    }

    @Override
    public void close() {
        air.close();
        voice.close();
    }
}
