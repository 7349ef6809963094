package liveqa.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is handed to the synthesiser. */
class SpokenFormTest {
    private @TempDir Path folder;

    private static String spoken(String written) throws IOException {
        return new SpokenForm(Readings.with(null)).of(written);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3,000円です | サンゼンエンです", "１，５００円 | センゴヒャクエン", "1,234,567人 | ヒャクニジューサンマンヨンセンゴヒャクロクジューナナニン", "¥500 | ゴヒャクエン",
        "1.5倍 | イッテンゴーバイ", "0.8% | レイテンハチパーセント", "10％ | ジュッパーセント", "3万円 | サンマンエン", "1億2,000万円 | イチオクニセンマンエン", "1千万円 | イッセンマンエン", "4円 | ヨエン",
        "2026年4月1日 | ニセンニジューロクネンシガツツイタチ", "2026/7/20 | ニセンニジューロクネンシチガツハツカ", "4月 | シガツ", "9月14日 | クガツジューヨッカ", "1日3回 | イチニチサンカイ", "3日間 | ミッカカン",
        "第2条 | ダイニジョー", "第10項 | ダイジュッコー", "9:30 | クジサンジュップン", "14時05分 | ジューヨジゴフン", "午後7時 | 午後シチジ",
        "1回 | イッカイ", "6校 | ロッコー", "8本 | ハッポン", "3本 | サンボン", "100件 | ヒャッケン", "20歳 | ニジュッサイ", "2人 | フタリ", "4人 | ヨニン", "10分 | ジュップン", "4か月 | ヨンカゲツ", "3つ | ミッツ",
        "10〜20分 | ジューからニジュップン", "1/3 | サンブンノイチ", "5km | ゴキロメートル", "-3度 | マイナスサンド", "300世帯 | サンビャクセタイ", "50戸 | ゴジュッコ", "2,500戸 | ニセンゴヒャッコ",
    })
    void figures(String written, String handed) throws IOException {
        assertThat(spoken(written)).isEqualTo(handed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "電話は03-1234-5678です | 電話はゼロサンノ、イチニーサンヨンノ、ゴーロクナナハチです", "0120-444-113 | ゼロイチニーゼロノ、ヨンヨンヨンノ、イチイチサン",
        "09012345678 | ゼロキューゼロノ、イチニーサンヨンノ、ゴーロクナナハチ", "〒123-4567 | 郵便番号イチニーサンノ、ヨンゴーロクナナ", "窓口007 | 窓口ゼロゼロナナ",
    })
    void telephoneAndOtherCodesAreSpelled(String written, String handed) throws IOException {
        assertThat(spoken(written)).isEqualTo(handed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "AIとDX | エーアイとディーエックス", "SNSで | エスエヌエスで", "詳しくは https://example.jp/a?b=1 を | 詳しくは、リンク、を", "a@example.jp まで | メールアドレス、まで",
        "楽しい😀👨‍👩‍👧！ | 楽しい？", "それなwww | それな", "ｱｲｳ | アイウ", "Sakura | サクラ", "Tokyo駅 | トキョ駅", "ABC | エービーシー", "QRコード | キューアールコード", "「給食」（無料） | 給食、無料", "😀 | ''",
        "すごーーーーーい | すごーーい", "R&D | アールアンドディー", "MAIL | メール", "気温は30℃ | 気温はサンジュード",
    })
    void namesSignsAndWhatCannotBeSaid(String written, String handed) throws IOException {
        assertThat(spoken(written)).isEqualTo(handed);
    }

    @Test
    void theUsersReadingsGoFirst() throws IOException {
        var file = Files.writeString(folder.resolve("readings.txt"), "# names\n神山, こうやま\nAI, じんこうちのう\n");
        assertThat(new SpokenForm(Readings.with(file)).of("神山さんのAI")).isEqualTo("こうやまさんのじんこうちのう");
    }

    @Test
    void aWrongReadingNamesItsLine() throws IOException {
        var file = Files.writeString(folder.resolve("readings.txt"), "神山, こうやま\n北沢, kitazawa\n");
        assertThatThrownBy(() -> Readings.with(file)).hasMessage(file + " line 2: a reading is written in kana, not \"kitazawa\"");
    }

    @Test
    void noTextMakesItFailOrLeavesADigit() throws IOException {
        var form = new SpokenForm(Readings.with(null));
        var random = new Random(20260401);
        var parts = "0123456789,./-:%年月日時分円人回本第約〜()「」wABCz あ漢字カ😀\u200d\ud83d\ufe0f\n".toCharArray();
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int k = random.nextInt(30); k >= 0; k--) text.append(parts[random.nextInt(parts.length)]);
            assertThatCode(() -> assertThat(form.of(text.toString())).doesNotContainPattern("[0-9A-Za-z\\n]")).as(text.toString()).doesNotThrowAnyException();
        }
    }
}
