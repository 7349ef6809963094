package koboshi.journey;

/**
 * Why a vantage is left out.
 *
 * @param failing all the journeys it runs
 * @param cleanElsewhere how many of them other vantages see clean
 */
public record Doubt(int failing, int cleanElsewhere) {
    @Override
    public String toString() {
        return "all " + failing + " of its journeys fail, while other vantages see " + cleanElsewhere + " of them clean";
    }
}
