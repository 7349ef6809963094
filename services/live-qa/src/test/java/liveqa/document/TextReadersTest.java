package liveqa.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReadersTest {
    private @TempDir Path folder;

    private List<Passage> read(String name, byte[] bytes) throws Exception {
        return DocumentFile.readHere(Files.write(folder.resolve(name), bytes), Limits.USUAL);
    }

    private List<Passage> read(String name, String text) throws Exception {
        return read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void markdownIsCutAtHeadingsAndBlankLines() throws Exception {
        var passages = read("a.md", "# 題\n\nこの文書について。\n\n## 一\n\n最初の\n段落。\n\n二番目。\n\n## 二\n\n- りんご\n- [みかん](https://x.example)\n");
        assertThat(passages).containsExactly(new Passage("題", "一", "最初の段落。"), new Passage("題", "一", "二番目。"), new Passage("題", "二", "りんご。みかん。"));
    }

    @Test
    void aTableIsReadRowByRow() throws Exception {
        var passages = read("a.md", "# 題\n## 日程\n| 年 | 内容 | 金額 |\n|---|---|---|\n| 一年目 | 給食 | 3億円 |\n| 二年目 | 図書館 | |\n");
        assertThat(passages).singleElement().extracting(Passage::text).isEqualTo("一年目、内容は給食、金額は3億円。二年目、内容は図書館。");
    }

    @Test
    void aDocumentWithoutHeadingsIsReadAllTheSame() throws Exception {
        assertThat(read("memo.md", "ただの段落です。")).containsExactly(new Passage("memo", "memo", "ただの段落です。"));
    }

    @Test
    void aLongParagraphIsCutBetweenSentences() throws Exception {
        var passages = read("a.md", "# 題\n## 長い\n" + "これは五十字ほどの文で、同じことを何度も述べて段落を長くするためのものです。".repeat(60));
        assertThat(passages).hasSizeGreaterThan(2).allSatisfy(passage -> assertThat(passage.text()).hasSizeLessThanOrEqualTo(600).endsWith("。"));
    }

    @ParameterizedTest
    @CsvSource({"utf-8, true", "utf-8, false", "windows-31j, true", "windows-31j, false", "euc-jp, true"})
    void htmlIsReadInItsOwnEncoding(String encoding, boolean said) throws Exception {
        var html = "<html><head>" + (said ? "<meta charset=" + encoding + ">" : "") + "<title>港町</title></head><body><nav>戻る</nav><h2>渡し船</h2><p>①一日に<b>十二</b>便。<br>大人二百円。</p>"
                + "<script>alert('x')</script><p hidden>隠し文</p><table><tr><th>便</th><th>時刻</th><th>運賃</th></tr><tr><td>一便</td><td>7時</td><td>200円</td></tr></table></body></html>";
        var text = encoding.equals("euc-jp") ? html.replace("①", "") : html;
        var passages = read("a.html", text.getBytes(Charset.forName(encoding)));
        assertThat(passages).extracting(Passage::document).containsOnly("港町");
        assertThat(passages).extracting(Passage::heading).containsOnly("渡し船");
        assertThat(passages.get(0).text()).endsWith("一日に十二便。大人二百円。").doesNotContain("alert", "隠し文", "戻る");
        assertThat(passages.get(1).text()).isEqualTo("一便、時刻は7時、運賃は200円。");
    }

    @Test
    void markdownInTheOlderEncodingIsRead() throws Exception {
        assertThat(read("a.md", "# 題\n## 渡し船\n一日に十二便。".getBytes(Charset.forName("windows-31j")))).containsExactly(new Passage("題", "渡し船", "一日に十二便。"));
    }

    @Test
    void whatIsNoTextIsSaid() {
        assertThatThrownBy(() -> read("a.md", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0x80})).hasMessageContaining("neither in UTF-8 nor in Shift_JIS");
        assertThatThrownBy(() -> read("a.html", "<html></html>")).hasMessageContaining("no paragraph");
        assertThatThrownBy(() -> read("deep.html", "<div>".repeat(5000) + "<p>x")).isInstanceOf(Unreadable.class);
    }

    @Test
    void aFileTooLargeIsRefusedUnread() {
        var small = new Limits(10, 100, 10, 1000, 100, Duration.ofSeconds(30));
        assertThatThrownBy(() -> DocumentFile.readHere(Files.write(folder.resolve("a.md"), new byte[101]), small)).hasMessageContaining("larger than");
        var few = new Limits(10, 10_000, 10, 50, 100, Duration.ofSeconds(30));
        assertThatThrownBy(() -> DocumentFile.readHere(Files.writeString(folder.resolve("b.md"), "あ\n".repeat(60)), few)).hasMessageContaining("more than 50 characters");
    }
}
