package liveqa.document;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.Assumptions;

/** PDFs as people have them. */
final class Pdfs {
    private Pdfs() {}

    /** Printed by a real browser, fonts and all. */
    static byte[] printed(String html) {
        var chromium = Path.of("/usr/bin/chromium");
        if (Files.notExists(chromium)) Assumptions.abort("needs the package chromium");
        try (var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(chromium).setArgs(List.of("--no-sandbox")))) {
            var page = browser.newPage();
            page.setContent(html);
            return page.pdf();
        } catch (PlaywrightException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] english(String... lines) throws IOException {
        try (var pdf = new PDDocument()) {
            write(pdf, lines);
            return bytes(pdf);
        }
    }

    private static void write(PDDocument pdf, String... lines) throws IOException {
        var page = new PDPage();
        pdf.addPage(page);
        try (var content = new PDPageContentStream(pdf, page)) {
            content.beginText();
            content.newLineAtOffset(50, 700);
            for (var line : lines) {
                content.setFont(new PDType1Font(FontName.HELVETICA), line.startsWith("# ") ? 20 : 11);
                content.showText(line.replaceFirst("^# ", ""));
                content.newLineAtOffset(0, -16);
            }
            content.endText();
        }
    }

    static byte[] encrypted(String opensWith, boolean mayBeRead) throws IOException {
        try (var pdf = new PDDocument()) {
            write(pdf, "# Secret", "Nobody may read this.");
            var rights = new AccessPermission();
            rights.setCanExtractContent(mayBeRead);
            pdf.protect(new StandardProtectionPolicy("owner", opensWith, rights));
            return bytes(pdf);
        }
    }

    /** Pages that are pictures. */
    static byte[] scanned() throws IOException {
        try (var pdf = new PDDocument()) {
            var page = new PDPage();
            pdf.addPage(page);
            var picture = LosslessFactory.createFromImage(pdf, new BufferedImage(100, 140, BufferedImage.TYPE_BYTE_GRAY));
            try (var content = new PDPageContentStream(pdf, page)) {
                content.drawImage(picture, 0, 0, 600, 800);
            }
            return bytes(pdf);
        }
    }

    static byte[] pages(int count) throws IOException {
        try (var pdf = new PDDocument()) {
            for (int page = 0; page < count; page++) write(pdf, "page");
            return bytes(pdf);
        }
    }

    private static byte[] bytes(PDDocument pdf) throws IOException {
        var out = new ByteArrayOutputStream();
        pdf.save(out);
        return out.toByteArray();
    }

    /** A few kilobytes that take for ever to read: each of twelve forms draws the next one sixteen times. */
    static byte[] endless() throws IOException {
        try (var pdf = new PDDocument(); var out = new ByteArrayOutputStream()) {
            var page = new PDPage();
            pdf.addPage(page);
            PDFormXObject inner = null;
            for (int depth = 0; depth < 12; depth++) inner = drawing(pdf, inner);
            page.setResources(resources(inner));
            var contents = new PDStream(pdf, new ByteArrayInputStream("/F Do".getBytes(StandardCharsets.US_ASCII)));
            page.setContents(contents);
            pdf.save(out);
            return out.toByteArray();
        }
    }

    private static PDFormXObject drawing(PDDocument pdf, PDFormXObject inner) throws IOException {
        var form = new PDFormXObject(pdf);
        form.setBBox(new PDRectangle(100, 100));
        if (inner == null) return form;
        form.setResources(resources(inner));
        try (var out = form.getContentStream().createOutputStream()) {
            out.write("/F Do ".repeat(16).getBytes(StandardCharsets.US_ASCII));
        }
        return form;
    }

    private static PDResources resources(PDFormXObject form) {
        var resources = new PDResources();
        resources.put(COSName.getPDFName("F"), form);
        return resources;
    }
}
