package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;

/// Draws charts into a PNG file: all on one sheet, in the colours of [HtmlPlot], at twice the resolution of a screen.
final class PngPlot extends ChartPainter {
    static final String INK = "#2b2f36";
    static final String FAINT = "#8b929c";
    static final String GRID = "#dfe3e8";
    static final String FILL = "#3f83c4";

    private static final int SCALE = 2;

    private final Graphics2D paper;

    private PngPlot(Graphics2D paper) {
        this.paper = paper;
    }

    /// @throws ArchiveException if this machine has no fonts
    static byte[] of(List<Chart> charts) {
        System.setProperty("java.awt.headless", "true");
        int rows = (charts.size() + 1) / 2;
        var image = new BufferedImage(2 * WIDTH * SCALE, Math.max(1, rows) * HEIGHT * SCALE,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D paper = image.createGraphics();
        try {
            paper.setColor(Color.WHITE);
            paper.fillRect(0, 0, image.getWidth(), image.getHeight());
            paper.scale(SCALE, SCALE);
            paper.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            paper.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            for (int i = 0; i < charts.size(); i++) {
                Graphics2D part = (Graphics2D) paper.create(i % 2 * WIDTH, i / 2 * HEIGHT, WIDTH, HEIGHT);
                new PngPlot(part).draw(charts.get(i));
                part.dispose();
            }
            var png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InternalError | NullPointerException | NoClassDefFoundError | UnsatisfiedLinkError e) {
            throw new ArchiveException(
                    "cannot draw the picture: Java finds no fonts on this machine; install some, such as"
                            + " the packages fontconfig and fonts-dejavu-core");
        } finally {
            paper.dispose();
        }
    }

    @Override
    protected void rectangle(Ink ink, double x, double y, double width, double height, String hint) {
        paper.setColor(Color.decode(ink == Ink.GRID ? GRID : FILL));
        paper.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    protected void area(List<double[]> points, double base) {
        var path = new Path2D.Double();
        path.moveTo(points.getFirst()[0], base);
        points.forEach(point -> path.lineTo(point[0], point[1]));
        path.lineTo(points.getLast()[0], base);
        Color fill = Color.decode(FILL);
        paper.setColor(new Color(fill.getRed(), fill.getGreen(), fill.getBlue(), 60));
        paper.fill(path);
        paper.setColor(fill);
        paper.setStroke(new BasicStroke(1.4f));
        paper.draw(path);
    }

    @Override
    protected void text(Ink ink, String text, double x, double y, double align) {
        paper.setFont(font(ink));
        paper.setColor(Color.decode(ink == Ink.NUMBER ? FAINT : INK));
        double width = paper.getFontMetrics().stringWidth(text);
        paper.drawString(text, (float) (x - align * width), (float) y);
    }

    @Override
    protected double width(String text) {
        paper.setFont(font(Ink.NUMBER));
        return paper.getFontMetrics().stringWidth(text);
    }

    private static Font font(Ink ink) {
        return switch (ink) {
            case TITLE -> new Font(Font.SANS_SERIF, Font.BOLD, 15);
            case NAME -> new Font(Font.SANS_SERIF, Font.PLAIN, 12);
            default -> new Font(Font.SANS_SERIF, Font.PLAIN, 11);
        };
    }
}
