/**
 * Prometheus's rules: groups of recording and alerting rules, evaluated against any source and sink, their templates, and the unit tests people write for them.
 *
 * <p>Pure: the moment is an argument, and what a group remembers between two evaluations is owned by its {@link koboshi.rule.Evaluator}. Reading YAML is not done
 * here.
 */
package koboshi.rule;
