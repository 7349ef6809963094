package liveqa.http;

import java.util.Optional;
import liveqa.measure.Parts;
import liveqa.measure.Share;
import liveqa.question.SelfProbe;

/** What the pages beside the viewers' need: health, share, moderation. */
public record Intake(Parts parts, SelfProbe probe, Share share, Optional<String> moderatorToken) {}
