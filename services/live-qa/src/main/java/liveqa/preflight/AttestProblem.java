package liveqa.preflight;

/** What is wrong in the attestation file, and where. */
final class AttestProblem extends Exception {
    private static final long serialVersionUID = 1;

    AttestProblem(String message) {
        super(message);
    }
}
