package liveqa.phone.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The worked example of the provider's own documentation, whose signature is published there. */
    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final String BODY = "Digits=1234&To=%2B18005551212&From=%2B14158675310&Caller=%2B14158675310&CallSid=CA1234567890ABCDE";
    private static final String SIGNATURE = "GvWf1cFY/Q7PnoempGyD5oXAezc=";
    private final Signature signature = new Signature("12345");

    @Test
    void thePublishedExampleFits() {
        assertThat(signature.valid(URL, Form.parse(BODY), SIGNATURE)).isTrue();
    }

    @Test
    void anyChangeIsNoticed() {
        assertThat(signature.valid(URL, Form.parse(BODY.replace("1234&", "1235&")), SIGNATURE)).isFalse();
        assertThat(signature.valid(URL + "&x=1", Form.parse(BODY), SIGNATURE)).isFalse();
        assertThat(signature.valid(URL, Form.parse(BODY), "")).isFalse();
        assertThat(new Signature("12346").valid(URL, Form.parse(BODY), SIGNATURE)).isFalse();
    }

    @Test
    void theStandardPortMayBeSignedOrNot() {
        var form = Form.parse(BODY);
        assertThat(signature.valid("https://a.example/x", form, signature.signed("https://a.example:443/x", form))).isTrue();
        assertThat(signature.valid("https://a.example:443/x", form, signature.signed("https://a.example/x", form))).isTrue();
        assertThat(signature.valid("https://a.example/x", form, signature.signed("https://a.example:8443/x", form))).isFalse();
    }
}
