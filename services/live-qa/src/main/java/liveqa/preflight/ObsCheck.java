package liveqa.preflight;

import java.util.stream.Stream;
import liveqa.preflight.Fact.Better;

/** OBS with its browser source, if it is to run here. */
final class ObsCheck implements Check {
    private static final Words REMEDY = Words.of(
            "flatpak install flathub com.obsproject.Studio（Ubuntu なら sudo add-apt-repository ppa:obsproject/obs-studio && sudo apt-get install obs-studio でも）",
            "flatpak install flathub com.obsproject.Studio (on Ubuntu also: sudo add-apt-repository ppa:obsproject/obs-studio && sudo apt-get install obs-studio)");

    @Override
    public String id() {
        return "obs";
    }

    @Override
    public Words title() {
        return Words.of("OBS", "OBS");
    }

    @Override
    public Finding look(Host host) {
        var version = host.said("obs", "--version");
        if (version.isPresent()) return browserSource(host, version.get());
        var flatpak = host.said("flatpak", "info", "com.obsproject.Studio");
        if (flatpak.isPresent()) return Finding.passed(Words.of("Flatpak 版（ブラウザソース付き）", "the Flatpak, which has the browser source"))
                .with("obs", "flatpak", Better.SAME);
        return Finding.unprovable(Words.of("この機械にはない。別の機械で動かすなら、そこで /air を開いて確かめる", "it is not on this host; where it runs, open /air there and see"));
    }

    /** Some distributions build OBS without the embedded browser, and then the source is simply missing from the list. */
    private static Finding browserSource(Host host, String version) {
        var plugin = Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/lib64", "/usr/local/lib")
                .anyMatch(folder -> host.has(folder + "/obs-plugins/obs-browser.so"));
        return (plugin ? Finding.passed(Words.of("%s、ブラウザソース付き", "%s, with the browser source", version))
                : Finding.failed(Words.of("%s にはブラウザソースがない", "%s has no browser source", version), REMEDY)).with("obs", version, Better.SAME);
    }
}
