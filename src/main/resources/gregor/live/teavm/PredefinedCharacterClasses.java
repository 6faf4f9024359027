package org.teavm.classlib.java.util.regex;

/// The classes of characters that the regular expressions of the lessons have. TeaVM's own brings all blocks of Unicode.
final class TAbstractCharClass$PredefinedCharacterClasses {
    static TAbstractCharClass.LazyCharClass space = new TAbstractCharClass.LazySpace();
    static TAbstractCharClass.LazyCharClass digit = new TAbstractCharClass.LazyDigit();

    public Object getObject(String name) {
        return switch (name) {
            case "d" -> digit;
            case "D" -> new TAbstractCharClass.LazyNonDigit();
            case "s" -> space;
            case "S" -> new TAbstractCharClass.LazyNonSpace();
            case "w" -> new TAbstractCharClass.LazyWord();
            case "W" -> new TAbstractCharClass.LazyNonWord();
            case "Cntrl" -> new TAbstractCharClass.LazyCntrl();
            default -> throw new IllegalArgumentException("a page has no class of characters " + name);
        };
    }
}
