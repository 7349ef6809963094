package liveqa.http;

import java.time.Duration;
import liveqa.answer.Answer;
import liveqa.answer.Source;
import liveqa.question.Desk;
import liveqa.question.HoldReason;
import liveqa.question.Place;
import liveqa.question.Reason;
import liveqa.question.Standing;
import liveqa.question.Ticket;
import liveqa.question.Withdrawal;
import tools.jackson.databind.node.ObjectNode;

/** Questions as JSON. */
record Views(Desk desk) {
    ObjectNode question(Ticket ticket) {
        var question = ticket.question();
        var view = Json.object().put("id", question.id()).put("author", question.author()).put("text", question.text())
                .put("channel", question.channel().word()).put("askedAt", question.askedAt().toString());
        switch (ticket.standing()) {
            case Standing.Waiting _ -> place(view.put("status", "waiting"), desk.place(ticket));
            case Standing.Answering _ -> place(view.put("status", "answering"), desk.place(ticket));
            case Standing.Held(HoldReason why, _) -> reason(view.put("status", "held"), why);
            case Standing.Withdrawn(Withdrawal why, _) -> reason(view.put("status", "withdrawn"), why);
            case Standing.Answered answered -> {
                answered(view.put("status", "answered"), answered);
                if (ticket.isShownOnly()) view.put("shownOnly", true);
                else spoken(view, desk.place(ticket));
            }
        }
        if (ticket.askers() > 1) view.put("askers", ticket.askers());
        ticket.joined().ifPresent(other -> view.put("joined", other.question().id()));
        return view;
    }

    static void reason(ObjectNode view, Reason why) {
        view.put("reason", why.word()).put("why", why.told().japanese()).put("whyEnglish", why.told().english());
    }

    static void place(ObjectNode view, Place place) {
        // Rounded up: someone in the line does wait, if only a tenth of a second.
        view.put("place", place.place()).put("expectedWaitSeconds", seconds(place.expectedWait()));
        spoken(view, place);
    }

    private static void spoken(ObjectNode view, Place place) {
        place.spoken().ifPresent(spoken -> view.put("expectedSpokenSeconds", seconds(spoken.expectedWait())).put("shownOnlyPerhaps", spoken.shownOnlyPerhaps()));
    }

    private static double seconds(Duration wait) {
        return Math.ceil(wait.toNanos() / 1e8) / 10;
    }

    private static void answered(ObjectNode view, Standing.Answered answered) {
        view.put("outcome", answered.answer().outcome()).put("answer", answered.answer().words()).put("answeredAt", answered.at().toString());
        if (answered.answer() instanceof Answer.Found(_, Source source)) {
            var cited = view.putObject("source").put("document", source.document()).put("heading", source.heading()).put("quote", source.quote());
            if (source.page() > 0) cited.put("page", source.page());
            if (!source.passage().equals(source.quote())) cited.put("passage", source.passage());
        }
    }
}
