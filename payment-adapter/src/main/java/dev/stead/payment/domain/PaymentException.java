package dev.stead.payment.domain;

/** A request was refused, and nothing was changed. The message is for the caller and holds no personal data. */
public final class PaymentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final PaymentError error;

    public PaymentException(PaymentError error, String message) {
        super(message);
        this.error = error;
    }

    public PaymentError error() {
        return error;
    }
}
