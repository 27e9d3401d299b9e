#include "engine/render/junit.h"

#include <algorithm>

namespace dgctl::engine {
namespace {

std::size_t failures_in(const JunitSuite& suite) {
  return static_cast<std::size_t>(
      std::count_if(suite.cases.begin(), suite.cases.end(), [](const JunitCase& one) {
        return one.failure.has_value();
      }));
}

std::size_t skipped_in(const JunitSuite& suite) {
  return static_cast<std::size_t>(
      std::count_if(suite.cases.begin(), suite.cases.end(), [](const JunitCase& one) {
        return !one.failure && !one.skipped.empty();
      }));
}

class JunitText {
 public:
  explicit JunitText(const JunitReport& report) : report_(report) {}

  std::string render() {
    std::size_t tests = 0;
    std::size_t failures = 0;
    for (const JunitSuite& suite : report_.suites) {
      tests += suite.cases.size();
      failures += failures_in(suite);
    }
    out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out_ += xml_open("testsuites",
                     {{"name", report_.name},
                      {"tests", std::to_string(tests)},
                      {"failures", std::to_string(failures)},
                      {"errors", "0"},
                      {"time", "0"}}) +
            ">\n";
    for (const JunitSuite& suite : report_.suites) print(suite);
    return out_ + "</testsuites>\n";
  }

 private:
  void print(const JunitSuite& suite) {
    out_ += " " +
            xml_open("testsuite",
                     {{"name", suite.name},
                      {"tests", std::to_string(suite.cases.size())},
                      {"failures", std::to_string(failures_in(suite))},
                      {"errors", "0"},
                      {"skipped", std::to_string(skipped_in(suite))},
                      {"time", "0"},
                      {"timestamp", report_.made_at},
                      {"hostname", report_.host}}) +
            ">\n";
    out_ += "  <properties>\n";
    for (const auto& [name, value] : report_.properties) {
      out_ += "   " + xml_open("property", {{"name", name}, {"value", value}}) + "/>\n";
    }
    out_ += "  </properties>\n";
    for (const JunitCase& one : suite.cases) print(suite, one);
    out_ += " </testsuite>\n";
  }

  void print(const JunitSuite& suite, const JunitCase& one) {
    XmlAttributes attributes{{"classname", suite.name}, {"name", one.name}, {"time", "0"}};
    // GitLab links to it. Jenkins' xUnit plugin, alone, knows no such attribute.
    if (!one.file.empty()) attributes.emplace_back("file", one.file);
    out_ += "  " + xml_open("testcase", attributes) + ">\n";
    if (one.failure) {
      out_ +=
          "   " +
          xml_open("failure", {{"type", one.failure->type}, {"message", one.failure->message}}) +
          ">" + xml_text(one.failure->text) + "</failure>\n";
    } else if (!one.skipped.empty()) {
      out_ += "   " + xml_open("skipped", {{"message", one.skipped}}) + "/>\n";
    } else {
      out_ += "   <system-out>" + xml_text(one.output) + "</system-out>\n";
    }
    out_ += "  </testcase>\n";
  }

  const JunitReport& report_;
  std::string out_;
};

}  // namespace

std::string junit_text(const JunitReport& report) { return JunitText(report).render(); }

}  // namespace dgctl::engine
