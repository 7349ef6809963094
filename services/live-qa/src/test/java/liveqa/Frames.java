package liveqa;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** Pictures of a page, one after the other, and what is wrong with them. */
final class Frames {
    private record Frame(long nanos, byte[] jpeg) {}

    private final List<Frame> frames = new ArrayList<>();

    void takeWhile(Page page, BooleanSupplier goOn) {
        var browser = page.context().newCDPSession(page);
        var how = new JsonObject();
        how.addProperty("format", "jpeg");
        how.addProperty("optimizeForSpeed", true);
        while (goOn.getAsBoolean()) {
            var picture = browser.send("Page.captureScreenshot", how).get("data").getAsString();
            frames.add(new Frame(System.nanoTime(), Base64.getDecoder().decode(picture)));
        }
    }

    double perSecond() {
        return (frames.size() - 1) * 1e9 / (frames.getLast().nanos - frames.getFirst().nanos);
    }

    double longestGapSeconds() {
        double longest = 0;
        for (int i = 1; i < frames.size(); i++) longest = Math.max(longest, (frames.get(i).nanos - frames.get(i - 1).nanos) / 1e9);
        return longest;
    }

    /** What is wrong with each frame that is black, empty, or without the character or its words. */
    List<String> faults() throws IOException {
        var faults = new ArrayList<String>();
        for (int i = 0; i < frames.size(); i++) {
            var image = ImageIO.read(new ByteArrayInputStream(frames.get(i).jpeg));
            if (bright(image) < 0.6) faults.add("frame " + i + " is dark: " + bright(image));
            if (count(image, 0, image.getWidth() / 3, 'r') < 0.05) faults.add("frame " + i + " has no character");
            if (count(image, image.getWidth() / 3, image.getWidth(), 'd') < 0.01) faults.add("frame " + i + " has no words");
        }
        return faults;
    }

    private static double bright(BufferedImage image) {
        return count(image, 0, image.getWidth(), 'b');
    }

    /** The share of pixels that are (b)right, (d)rawn upon, if only in pale letters, or (r)ed as the character. */
    private static double count(BufferedImage image, int from, int to, char kind) {
        int found = 0;
        int height = image.getHeight() * 9 / 10;
        for (int y = 0; y < height; y++) for (int x = from; x < to; x++) if (is(kind, image.getRGB(x, y))) found++;
        return found / (double) (height * (to - from));
    }

    private static boolean is(char kind, int rgb) {
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        return switch (kind) {
            case 'b' -> green > 150 || red > 170;
            case 'd' -> green < 195;
            default -> red > 150 && green < 120;
        };
    }
}
