package liveqa.phone.sip;

import liveqa.phone.asking.LiveQa;
import liveqa.phone.measure.Measures;
import liveqa.phone.talk.Host;
import liveqa.phone.voice.Voice;
import liveqa.phone.words.Words;

/** What every call needs of the house it comes to. */
public record House(SipSettings settings, LiveQa liveQa, Voice voice, Words words, Host host, Measures measures, Ear.Maker ears) {}
