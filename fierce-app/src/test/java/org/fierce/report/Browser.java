package org.fierce.report;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** An installed Chromium without a window, looking at one page. */
final class Browser implements AutoCloseable {
  private static final Pattern AWAY =
      Pattern.compile("\"method\":\"Network\\.requestWillBeSent\".*\"url\":\"(?!file:|data:)");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Held, so that its level is. Chromium's newest protocol is often newer than Selenium's. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; the calling test is skipped where chromium or chromedriver is not installed. */
  static Browser start() {
    Optional<File> chromium = onPath("chromium", "google-chrome", "chrome");
    Optional<File> chromedriver = onPath("chromedriver");
    Assumptions.assumeTrue(
        chromium.isPresent() && chromedriver.isPresent(),
        "chromium and chromedriver are not both on the PATH, so no browser looks at the report");
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.get())
            // The build's checks of the heap are for the engine; Chromium has a heap of its own.
            .withEnvironment(Map.of("LD_PRELOAD", "", "MALLOC_CHECK_", "0", "MALLOC_PERTURB_", "0"))
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Optional<File> onPath(String... names) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    for (String name : names) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file.toFile());
        }
      }
    }
    return Optional.empty();
  }

  Browser open(Path page, int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    driver.get(page.toUri().toString());
    return this;
  }

  /** What an expression is worth in the page. */
  Object run(String script, Object... arguments) {
    return Objects.requireNonNull(driver.executeScript(script, arguments));
  }

  boolean claims(String script) {
    return (Boolean) run("return " + script);
  }

  void awaits(String script) {
    new WebDriverWait(driver, PATIENCE).until(ready -> claims(script));
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  void choose(String select, String words) {
    new Select(driver.findElement(By.cssSelector(select))).selectByVisibleText(words);
  }

  void hover(String selector, int right, int down) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    run("arguments[0].scrollIntoView({block: 'center'})  ; return true", element);
    // Offsets count from the middle of the element.
    new Actions(driver)
        .moveToElement(
            element,
            right - element.getSize().getWidth() / 2,
            down - element.getSize().getHeight() / 2)
        .perform();
  }

  void press(String selector, Keys... keys) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    run("arguments[0].focus(); return true", element);
    for (Keys key : keys) {
      new Actions(driver).sendKeys(key).perform();
    }
  }

  void click(String selector) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    run("arguments[0].scrollIntoView({block: 'center'}); return true", element);
    element.click();
  }

  /** Everything the console was told since the last call. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Requests that left the page since the last call. */
  List<String> requestsAway() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> AWAY.matcher(message).find())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
