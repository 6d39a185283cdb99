package dev.stead.payment.domain;

/** A request was refused; its transaction has changed nothing. The message is for the caller and holds no personal data. */
public final class PaymentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final PaymentError error;

    /** Refuses for {@code error}, explained to the caller by {@code message}. */
    public PaymentException(PaymentError error, String message) {
        super(message);
        this.error = error;
    }

    /** Why. */
    public PaymentError error() {
        return error;
    }
}
