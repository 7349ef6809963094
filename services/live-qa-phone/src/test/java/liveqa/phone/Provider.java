package liveqa.phone;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Emulates the provider: signs its requests, and does with the XML what the provider documents. Not the provider itself. */
final class Provider {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String local;
    private final String publicUrl;
    private final String token;
    final String sid;
    Document last;

    Provider(String local, String publicUrl, String token, String sid) {
        this.local = local;
        this.publicUrl = publicUrl;
        this.token = token;
        this.sid = sid;
    }

    static Provider of(Phone phone, String sid) {
        return new Provider(phone.service.url(), phone.service.url(), Phone.TOKEN, sid);
    }

    String calls() throws Exception {
        return follow("/twilio/voice", Map.of("From", "+81312345678", "CallStatus", "ringing"));
    }

    String says(String words) throws Exception {
        return follow(action(), Map.of("SpeechResult", words, "Confidence", "0.9"));
    }

    String presses(String key) throws Exception {
        return follow(action(), Map.of("Digits", key));
    }

    String isSilent() throws Exception {
        return follow(action(), Map.of());
    }

    int hangsUp() throws Exception {
        return post("/twilio/status", Map.of("CallStatus", "completed", "CallDuration", "12")).statusCode();
    }

    /** Everything that is said until the caller is listened to again or the call ends, redirects followed. */
    private String follow(String target, Map<String, String> form) throws Exception {
        var response = post(target, form);
        if (response.statusCode() != 200) throw new AssertionError(response.statusCode() + ": " + response.body());
        last = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(response.body().getBytes(StandardCharsets.UTF_8)));
        var said = said(last);
        var redirect = last.getElementsByTagName("Redirect");
        return redirect.getLength() == 0 ? said : said + follow(redirect.item(0).getTextContent().substring(publicUrl.length()), Map.of());
    }

    private static String said(Document document) {
        var said = new StringBuilder();
        var all = document.getElementsByTagName("Say");
        for (int i = 0; i < all.getLength(); i++) said.append(all.item(i).getTextContent()).append(' ');
        return said.toString();
    }

    String action() {
        return gather().getAttribute("action").substring(publicUrl.length());
    }

    Element gather() {
        return (Element) last.getElementsByTagName("Gather").item(0);
    }

    boolean hungUp() {
        return last.getElementsByTagName("Hangup").getLength() == 1;
    }

    HttpResponse<String> post(String target, Map<String, String> parameters) throws Exception {
        return post(target, parameters, null);
    }

    /** @param signature null for the right one */
    HttpResponse<String> post(String target, Map<String, String> parameters, String signature) throws Exception {
        var all = new TreeMap<>(parameters);
        all.put("CallSid", sid);
        all.put("AccountSid", "AC00000000000000000000000000000000");
        var body = all.entrySet().stream().map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue())).collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(local + target)).header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", signature != null ? signature : signed(publicUrl + target, all)).POST(BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String signed(String url, TreeMap<String, String> parameters) throws Exception {
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        var text = url + parameters.entrySet().stream().map(each -> each.getKey() + each.getValue()).collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
