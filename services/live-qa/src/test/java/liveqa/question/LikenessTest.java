package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {
    @ParameterizedTest
    @CsvSource({
        "給食費は無料になりますか？, 給食費は無料になりますか", "給食費は無料になりますか, 給食費は、無料になりますか！！", "給食費は無料になりますか, 給食費は無料になりますかね",
        "ＡＩをどう使いますか, AIをどう使いますか", "How will you use AI?, how will you use ai",
    })
    void alike(String one, String other) {
        assertThat(Likeness.of(one).isLike(Likeness.of(other))).isTrue();
        assertThat(Likeness.of(other).isLike(Likeness.of(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026年の給食費はいくらですか, 2027年の給食費はいくらですか", "税金は上がりますか, 税金は下がりますか", "給食費は無料になりますか, 医療費は無料になりますか",
        "なぜ, なぜ", "保育園は増えますか, 保育園は足りますか",
    })
    void notAlike(String one, String other) {
        assertThat(Likeness.of(one).isLike(Likeness.of(other))).isFalse();
    }
}
