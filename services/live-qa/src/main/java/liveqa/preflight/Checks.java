package liveqa.preflight;

import java.util.List;

/** All checks, in the order of the report. */
final class Checks {
    static final List<Check> ALL = List.of(
            new IdentityCheck(),
            new ConfusableNamesCheck(),
            new AdminsCheck(),
            new SecondRouteCheck(),
            new StandbyCheck(),
            new JavaCheck(),
            new MemoryCheck(),
            new SwapCheck(),
            new CoresCheck(),
            new LimitsCheck(),
            new LogFolderCheck(),
            new DiskSpaceCheck(),
            new DiskSyncCheck(),
            new PortCheck(),
            new OperatorTokenCheck(),
            new AnsweringCheck(),
            new PartsCheck(),
            new DocumentsCheck(),
            new WordsOnAirCheck(),
            new VoiceCheck(),
            new FontsCheck(),
            new OutboundCheck(),
            new ChatCheck(),
            new ModelCheck(),
            new ObsCheck(),
            new ClockCheck(),
            new ClockOffsetCheck(),
            new TimeZoneCheck(),
            new LocaleCheck(),
            new UpdatesCheck(),
            new PowerCheck());

    private Checks() {}
}
