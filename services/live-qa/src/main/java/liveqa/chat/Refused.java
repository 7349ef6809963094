package liveqa.chat;

import java.util.stream.Stream;

/** Why the API did not answer a call, by the reasons it names. */
enum Refused {
    CHAT_ENDED("liveChatEnded", "the chat has ended"),
    CHAT_NOT_FOUND("liveChatNotFound", "there is no such chat"),
    CHAT_DISABLED("liveChatDisabled", "the chat is switched off for this stream"),
    VIDEO_NOT_FOUND("videoNotFound", "there is no such video, or it is private: check --youtube-video"),
    FORBIDDEN("forbidden", "the key may not read this chat: check that YouTube Data API v3 is enabled for it"),
    RATE_LIMIT("rateLimitExceeded", "too many calls in a short time"),
    QUOTA("quotaExceeded", "the day's quota is used up; it is renewed at midnight Pacific time"),
    KEY("keyInvalid", "the key is not valid: check the key file"),
    PAGE_TOKEN("pageTokenInvalid", "the place in the chat is no longer known; its history is read again"),
    SERVER("serverError", "the API has trouble of its own"),
    OTHER("other", "the API refused the call");

    private final String word;
    private final String means;

    Refused(String word, String means) {
        this.word = word;
        this.means = means;
    }

    String word() {
        return word;
    }

    String means() {
        return means;
    }

    /** The API has several words for some of them. */
    static Refused of(int status, String reason) {
        return switch (reason) {
            case "dailyLimitExceeded", "dailyLimitExceededUnreg" -> QUOTA;
            case "userRateLimitExceeded", "userRequestsExceedRateLimit", "RATE_LIMIT_EXCEEDED" -> RATE_LIMIT;
            case "API_KEY_INVALID" -> KEY;
            case "accessNotConfigured", "insufficientPermissions", "ipRefererBlocked", "SERVICE_DISABLED" -> FORBIDDEN;
            case "invalidPageToken" -> PAGE_TOKEN;
            case "notFound" -> CHAT_NOT_FOUND;
            default -> Stream.of(values()).filter(one -> one.word.equals(reason)).findAny().orElse(byStatus(status));
        };
    }

    private static Refused byStatus(int status) {
        if (status >= 500) return SERVER;
        return switch (status) {
            case 401, 403 -> FORBIDDEN;
            case 404 -> CHAT_NOT_FOUND;
            case 429 -> RATE_LIMIT;
            default -> OTHER;
        };
    }
}
