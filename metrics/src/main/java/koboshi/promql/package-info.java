/**
 * The query language of Prometheus 3: read by {@link koboshi.promql.Query}, answered by {@link koboshi.promql.Engine}. Pure: the moment is an argument, and so is
 * the permission to go on.
 *
 * <p>A query goes Lexer, Parser (with SelectorParser, ModifierParser, Durations and Checks), Expr, Evaluation. Evaluation pushes each series through the expression
 * as a Track over all steps; Selection lays samples under the steps, RangeCalls slides a Window over them, Aggregates take tracks in one by one, Joining and
 * SetOperation hold both their sides.
 */
package koboshi.promql;
