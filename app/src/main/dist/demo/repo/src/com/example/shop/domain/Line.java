package com.example.shop.domain;

import java.math.BigDecimal;

/** One line of an order: so many pieces of one article at one price. */
public record Line(String article, int pieces, BigDecimal price) {

    public BigDecimal total() {
        return price.multiply(BigDecimal.valueOf(pieces));
    }
}
