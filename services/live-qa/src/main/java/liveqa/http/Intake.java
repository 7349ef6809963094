package liveqa.http;

import liveqa.measure.Parts;
import liveqa.measure.Share;
import liveqa.question.SelfProbe;

/** What the pages beside the viewers' need: health, share, moderation. */
public record Intake(Parts parts, SelfProbe probe, Share share, Operator operator) {}
