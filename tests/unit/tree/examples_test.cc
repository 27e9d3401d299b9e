// What documents show, somebody will try: every example of theirs is one that a test runs, and
// every message that they quote one that a test has seen.

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/support/golden.h"

namespace dgctl::tests::examples_test {
namespace {

namespace fs = std::filesystem;

fs::path source(const std::string& path) { return fs::path(DGCTL_SOURCE_DIR) / path; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The documents for users, as they are named from the top folder.
std::vector<std::string> pages() {
  std::vector<std::string> names{"README.md"};
  for (const auto& entry : fs::directory_iterator(source("docs"))) {
    if (entry.path().extension() == ".md")
      names.push_back("docs/" + entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

struct Block {
  std::string page;
  std::string language;  ///< what stands behind the fence: "sh"
  std::string before;    ///< the line before it, which may be a mark
  std::vector<std::string> lines;
};

/// The blocks between fences. Those within a list are set in.
std::vector<Block> blocks_of(const std::string& page) {
  static const std::regex kFence(R"(^ *```(\w*)$)");
  std::vector<Block> blocks;
  std::string before;
  bool is_inside = false;
  for (const std::string& line : lines_of(file_text(source(page)))) {
    std::smatch fence;
    if (!std::regex_match(line, fence, kFence)) {
      if (is_inside) blocks.back().lines.push_back(line);
    } else if (is_inside) {
      is_inside = false;
    } else {
      is_inside = true;
      blocks.push_back({page, fence[1], before, {}});
    }
    before = line;
  }
  return blocks;
}

struct Case {
  std::string script;
  std::vector<std::string> output;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = [] {
    std::vector<Case> all;
    for (const auto& entry : fs::directory_iterator(source("tests/behaviour/cases"))) {
      all.push_back(
          {file_text(entry.path() / "script"), lines_of(file_text(entry.path() / "output"))});
    }
    return all;
  }();
  return kCases;
}

/// What no case can run, by its first line, and why.
struct NotRun {
  std::string page, first, why;
};

const std::vector<NotRun>& not_run() {
  static const std::vector<NotRun> kAll{
      {"README.md", "scripts/quickstart", "it builds this tree; whoever changes it runs it"},
      {"README.md", "scripts/test", "it runs this test, too"},
      {"docs/install.md", "scripts/package", "tests/behaviour/check_package makes the package"},
      {"docs/install.md", "scripts/quickstart ", "as in README.md; check_package installs as well"},
  };
  return kAll;
}

bool is_exempt(const NotRun& one, const Block& block) {
  return one.page == block.page && !block.lines.empty() &&
         block.lines.front().starts_with(one.first);
}

/// A case fetches the blocks of this language out of this page.
bool has_case(const Block& block) {
  if (block.language.empty()) return false;  // such a fence is also the end of any block
  return std::any_of(cases().begin(), cases().end(), [&](const Case& one) {
    return one.script.find(block.page) != std::string::npos &&
           one.script.find("```" + block.language + "$") != std::string::npos;
  });
}

constexpr const char* kTroubleshooting = "docs/troubleshooting.md";
constexpr const char* kQuoted = "text";  ///< the language of what is quoted there

TEST_CASE("every example of the documents is run by a test", "[tree]") {
  std::set<std::string> used;
  std::size_t seen = 0;
  for (const std::string& page : pages()) {
    for (const Block& block : blocks_of(page)) {
      ++seen;
      INFO(page
           << " shows an example that no test runs: " << block.lines.at(0)
           << "\n  mark it with the file that it is a part of, or with the case that prints it, "
              "or let a case fetch it");
      const bool is_marked = block.before.starts_with("<!-- part of ") ||
                             block.before.starts_with("<!-- the output of ");
      const bool is_quoted = page == kTroubleshooting && block.language == kQuoted;
      const auto exempt = std::find_if(not_run().begin(), not_run().end(), [&](const NotRun& one) {
        return is_exempt(one, block);
      });
      if (exempt != not_run().end()) used.insert(exempt->page + exempt->first);
      CHECK((is_marked || is_quoted || exempt != not_run().end() || has_case(block)));
    }
  }
  CHECK(seen > 100);
  CHECK(used.size() == not_run().size());
}

TEST_CASE("examples stand between fences where a test finds them", "[tree]") {
  for (const std::string& page : pages()) {
    bool is_code = false, is_after_blank = true;
    for (const std::string& line : lines_of(file_text(source(page)))) {
      INFO(page << ": " << line);
      const std::size_t fence = line.find("```");
      if (fence != std::string::npos && line.find_first_not_of(' ') == fence) is_code = !is_code;
      CHECK_FALSE((!is_code && is_after_blank && line.starts_with("    ")));
      is_after_blank = line.empty();
    }
    CHECK_FALSE(is_code);
  }
}

TEST_CASE("the list of documents names each of them", "[tree]") {
  const std::string list = file_text(source("docs/README.md"));
  for (const std::string& page : pages()) {
    if (!page.starts_with("docs/") || page == "docs/README.md") continue;
    const std::string name = page.substr(std::string("docs/").size());
    INFO(name);
    CHECK(list.find("[" + name + "](" + name + ")") != std::string::npos);
  }
}

/// What stands between the places where something was left out.
std::vector<std::string> pieces_of(const std::string& quoted) {
  static const std::string kLeftOut = "…";
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  for (std::size_t at = 0; (at = quoted.find(kLeftOut, begin)) != std::string::npos;) {
    pieces.push_back(quoted.substr(begin, at - begin));
    begin = at + kLeftOut.size();
  }
  pieces.push_back(quoted.substr(begin));
  return pieces;
}

/// The line is these pieces, with anything between them.
bool is_made_of(const std::string& line, const std::vector<std::string>& pieces) {
  if (pieces.size() == 1) return line == pieces.front();
  if (!line.starts_with(pieces.front())) return false;
  std::size_t at = pieces.front().size();
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    at = line.find(pieces[i], at);
    if (at == std::string::npos) return false;
    at += pieces[i].size();
  }
  return line.size() >= at + pieces.back().size() && line.ends_with(pieces.back());
}

bool was_printed(const std::string& quoted) {
  const std::vector<std::string> pieces = pieces_of(quoted);
  return std::any_of(cases().begin(), cases().end(), [&](const Case& one) {
    return std::any_of(one.output.begin(), one.output.end(), [&](const std::string& line) {
      return is_made_of(line, pieces);
    });
  });
}

TEST_CASE("a quoted line is one that was printed but for what was left out", "[tree]") {
  CHECK(is_made_of("error: no", pieces_of("error: no")));
  CHECK_FALSE(is_made_of("error: no more", pieces_of("error: no")));
  CHECK(is_made_of("error: id 17; ask", pieces_of("error: id …; ask")));
  CHECK_FALSE(is_made_of("error: id 17; ask", pieces_of("error: id …; tell")));
  CHECK_FALSE(is_made_of("an error: id 17; ask", pieces_of("error: id …; ask")));
  CHECK(is_made_of("a b c d", pieces_of("a…c…")));
  CHECK_FALSE(is_made_of("a c b", pieces_of("a…b…c…")));
}

TEST_CASE("every message that the page on troubleshooting quotes was printed", "[tree]") {
  std::size_t quoted = 0;
  for (const Block& block : blocks_of(kTroubleshooting)) {
    if (block.language != kQuoted) continue;
    for (const std::string& line : block.lines) {
      ++quoted;
      INFO("no case of tests/behaviour prints: " << line);
      CHECK(line.size() > std::string("failed").size());
      CHECK(was_printed(line));
    }
  }
  CHECK(quoted > 100);
}

/// "stale 7": a word behind reason=, and an exit code that it comes with.
using Endings = std::set<std::string>;

std::map<std::string, std::string> exit_codes() {
  static const std::regex kCode(R"(\n  (\w+) = (\d+),)");
  std::map<std::string, std::string> codes;
  const std::string text = file_text(source("cmd/dgctl/exit_code.h"));
  for (std::sregex_iterator it(text.begin(), text.end(), kCode); it != std::sregex_iterator();
       ++it) {
    codes.emplace((*it)[1], (*it)[2]);
  }
  return codes;
}

/// All that stand in the sources, as {ExitCode::Stale, "stale"}.
Endings endings_of_sources() {
  static const std::regex kEnding(R"re(\{ExitCode::(\w+), ([^{}]*"[^{}]*)\})re");
  static const std::regex kWord(R"re("([a-z]+)")re");
  const std::map<std::string, std::string> codes = exit_codes();
  Endings all;
  for (const auto& entry : fs::directory_iterator(source("cmd/dgctl"))) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = file_text(entry.path());
    for (std::sregex_iterator it(text.begin(), text.end(), kEnding); it != std::sregex_iterator();
         ++it) {
      const std::string reasons = (*it)[2];
      for (std::sregex_iterator word(reasons.begin(), reasons.end(), kWord);
           word != std::sregex_iterator();
           ++word) {
        all.insert((*word)[1].str() + " " + codes.at((*it)[1]));
      }
    }
  }
  return all;
}

TEST_CASE("every way to end is in the page on troubleshooting", "[tree]") {
  static const std::regex kRow(R"(^\| `([a-z]+)` \| (\d+) \|.*)");
  Endings told;
  for (const std::string& line : lines_of(file_text(source(kTroubleshooting)))) {
    std::smatch row;
    if (std::regex_match(line, row, kRow)) told.insert(row[1].str() + " " + row[2].str());
  }
  const Endings all = endings_of_sources();
  CHECK(told == all);
  // Each code but 0 is there, so nothing of the sources was overlooked.
  for (const auto& [name, code] : exit_codes()) {
    INFO(name);
    CHECK((code == "0" ||
           std::any_of(all.begin(), all.end(), [end = " " + code](const std::string& one) {
             return one.ends_with(end);
           })));
  }
}

}  // namespace
}  // namespace dgctl::tests::examples_test
