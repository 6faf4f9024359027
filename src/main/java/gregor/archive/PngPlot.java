package gregor.archive;

import module java.base;

import gregor.archive.Chart.Point;
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
final class PngPlot {
    static final String INK = "#2b2f36";
    static final String FAINT = "#8b929c";
    static final String GRID = "#dfe3e8";
    static final String FILL = "#3f83c4";

    private static final int SCALE = 2;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int TOP = 48;
    private static final int BOTTOM = 34;
    private static final int RIGHT = 20;
    private static final int MARGIN = 60;

    private final Graphics2D paper;

    private PngPlot(Graphics2D paper) {
        this.paper = paper;
    }

    /// Returns charts as a PNG file, two in a row.
    ///
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

    private void draw(Chart chart) {
        write(chart.title(), INK, 15, Font.BOLD, MARGIN / 3.0, 28, 0);
        if (chart.kind() == Chart.Kind.BARS) {
            bars(chart);
        } else {
            double left = grid(chart);
            if (chart.kind() == Chart.Kind.LINE) {
                line(chart, left);
            } else {
                columns(chart, left);
            }
        }
    }

    /// Draws lines at round values and returns where the plot begins.
    private double grid(Chart chart) {
        double step = Math.pow(10, Math.floor(Math.log10(chart.top())));
        step = chart.top() / step < 2 ? step / 4 : chart.top() / step < 5 ? step : 2 * step;
        paper.setStroke(new BasicStroke(1));
        for (double value = 0; value <= chart.top(); value += step) {
            double y = y(chart, value);
            paper.setColor(Color.decode(GRID));
            paper.fill(new Rectangle2D.Double(MARGIN, y, WIDTH - RIGHT - MARGIN, 1));
            write(Chart.number(value), FAINT, 11, Font.PLAIN, MARGIN - 8, y + 4, 1);
        }
        return MARGIN;
    }

    private static double y(Chart chart, double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / chart.top());
    }

    private void columns(Chart chart, double left) {
        double room = (WIDTH - RIGHT - left) / chart.points().size();
        paper.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        int widest = chart.points().stream().mapToInt(point -> paper.getFontMetrics().stringWidth(point.name())).max()
                .orElse(0);
        int every = (int) Math.ceil((widest + 6) / room);
        for (int i = 0; i < chart.points().size(); i++) {
            Point point = chart.points().get(i);
            double y = y(chart, point.value());
            paper.setColor(Color.decode(FILL));
            paper.fill(new Rectangle2D.Double(left + i * room + room * 0.1, y, room * 0.8, HEIGHT - BOTTOM - y));
            if (i % every == 0) {
                write(point.name(), FAINT, 11, Font.PLAIN, left + (i + 0.5) * room, HEIGHT - BOTTOM + 16, 0.5);
            }
        }
    }

    private void bars(Chart chart) {
        double room = (double) (HEIGHT - TOP - 12) / chart.points().size();
        double left = MARGIN * 3;
        for (int i = 0; i < chart.points().size(); i++) {
            Point point = chart.points().get(i);
            double y = TOP + i * room;
            double width = (WIDTH - RIGHT - MARGIN - left) * point.value() / chart.top();
            paper.setColor(Color.decode(FILL));
            paper.fill(new Rectangle2D.Double(left, y + room * 0.12, width, room * 0.76));
            write(TextPlot.shown(point.name()), INK, 12, Font.PLAIN, left - 8, y + room / 2 + 4, 1);
            write(Chart.number(point.value()), FAINT, 11, Font.PLAIN, left + width + 6, y + room / 2 + 4, 0);
        }
    }

    private void line(Chart chart, double left) {
        List<Point> points = chart.points();
        double room = (WIDTH - RIGHT - left) / Math.max(1, points.size() - 1);
        var path = new Path2D.Double();
        path.moveTo(left, y(chart, 0));
        for (int i = 0; i < points.size(); i++) {
            path.lineTo(left + i * room, y(chart, points.get(i).value()));
        }
        path.lineTo(left + (points.size() - 1) * room, y(chart, 0));
        Color fill = Color.decode(FILL);
        paper.setColor(new Color(fill.getRed(), fill.getGreen(), fill.getBlue(), 60));
        paper.fill(path);
        paper.setColor(fill);
        paper.setStroke(new BasicStroke(1.4f));
        paper.draw(path);
        write(points.getFirst().name().replace('T', ' '), FAINT, 11, Font.PLAIN, left, HEIGHT - BOTTOM + 16, 0);
        if (points.size() > 1) {
            write(points.getLast().name().replace('T', ' '), FAINT, 11, Font.PLAIN, WIDTH - RIGHT, HEIGHT - BOTTOM + 16,
                    1);
        }
    }

    /// Writes a text that begins (0), is centred (0.5) or ends (1) at `x`.
    private void write(String text, String colour, int size, int style, double x, double y, double align) {
        paper.setFont(new Font(Font.SANS_SERIF, style, size));
        paper.setColor(Color.decode(colour));
        double width = paper.getFontMetrics().stringWidth(text);
        paper.drawString(text, (float) (x - align * width), (float) y);
    }
}
