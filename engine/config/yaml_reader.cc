#include "engine/config/yaml_reader.h"

#include <algorithm>
#include <exception>
#include <numeric>
#include <sstream>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "engine/config/weight.h"
#include "engine/config/yaml_syntax.h"

namespace dgctl::engine {
namespace {

/// Leaves the parser: the error that stops reading has been reported.
struct Stopped : std::exception {};

std::size_t offset_of(const YAML::Mark& mark) {
  return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, YamlTree& tree, Findings& findings)
      : source_(source), tree_(tree), findings_(findings) {}

  [[nodiscard]] YamlNode* root() const { return root_; }
  [[nodiscard]] SyntaxError stopped_by(const YAML::Exception& exception) const {
    return {exception.msg, offset_of(exception.mark), last_, brackets_};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_ == nullptr) return;
    const bool is_marked = source_.text().substr(offset_of(mark)).starts_with("---");
    stop(mark,
         is_marked ? "a second document begins here; a file holds one"
                   : "this stands outside of what begins the file; check the indentation");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    seen(mark);
    YamlNode* node = tree_.add(place_of_null(mark), YamlType::Empty);
    complete(node, anchor);
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    seen(mark);
    const std::size_t at = behind_anchor(offset_of(mark));
    const char first = at < source_.text().size() ? source_.text()[at] : '\n';
    // The parser calls quoted text "!", as it does what has that tag.
    if ((tag != "?" && tag != "!") || first == '!') report_tag(mark);
    const bool is_quoted = tag == "!" && (first == '"' || first == '\'');
    if (is_quoted && end_of_quoted(source_.text(), at) == std::string_view::npos) {
      findings_.error(source_.place(at), kUnclosedQuote);
      throw Stopped();
    }
    const Place place = source_.place(offset_of(mark));
    if (is_key_next() && anchor == YAML::NullAnchor) return take_key(value, place, tag == "?");
    YamlNode* node = tree_.add(place, YamlType::Scalar);
    node->text = value;
    node->is_plain = tag == "?";
    complete(node, anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    seen(mark);
    const Anchored& anchored = anchored_[anchor];
    if (!anchored.is_complete) stop(mark, "this alias stands within the value that it refers to");
    if (frames_.size() + anchored.levels > kMaxLevels) stop(mark, kTooManyLevels);
    if (!frames_.empty()) frames_.back().levels = std::max(frames_.back().levels, anchored.levels);
    if (!is_key_next()) count(mark, anchored.values);
    attach(anchored.node);
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    begin(mark, tag, anchor, {YamlType::Sequence, style});
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    begin(mark, tag, anchor, {YamlType::Mapping, style});
  }
  void OnMapEnd() override {
    drop_duplicates(*frames_.back().node);
    end();
  }

 private:
  struct Style {
    YamlType type;
    YAML::EmitterStyle::value style;
  };
  /// A map or list that is being read.
  struct Frame {
    YamlNode* node;
    YAML::anchor_t anchor;
    bool is_flow;
    std::size_t values_before;                     // how many had been counted when it began
    std::size_t levels = 0;                        // in it, the deepest so far
    std::optional<YamlMember> key = std::nullopt;  // of a map: read, its value is to come
    bool is_key_bad = false;                       // the value to come is to be dropped
  };
  struct Anchored {
    YamlNode* node = nullptr;
    std::size_t values = 0, levels = 0;
    bool is_complete = false;
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string message) {
    findings_.error(source_.place(offset_of(mark)), std::move(message));
    throw Stopped();
  }

  /// At the start of whatever the parser found.
  void seen(const YAML::Mark& mark) {
    last_ = offset_of(mark);
    // In a flow collection a tab is as good as a space.
    if (!source_.has_tabs() || !brackets_.empty()) return;
    const std::size_t tab = tab_in_indentation(source_, last_);
    const bool is_first = source_.text().find_first_not_of(" \t", tab) == last_;
    if (tab == std::string_view::npos || tab >= last_ || !is_first) return;
    findings_.error(source_.place(tab), kTabInIndentation);
    throw Stopped();
  }

  void report_tag(const YAML::Mark& mark) {
    findings_.error(source_.place(offset_of(mark)), "tags are not supported; remove the '!…'");
  }

  [[nodiscard]] std::size_t behind_anchor(std::size_t at) const {
    const std::string_view text = source_.text();
    while (at < text.size() && text[at] == '&') {
      at = std::min(text.find_first_of(" \t\r\n", at), text.size());
      at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    }
    return at;
  }

  /// Where a null is written, else the key or the dash that lacks its value: the parser says where
  /// the next token is.
  [[nodiscard]] Place place_of_null(const YAML::Mark& mark) const {
    const std::string_view text = source_.text();
    const std::size_t at = std::min(offset_of(mark), text.size());
    const std::size_t word = behind_anchor(at);
    for (const std::string_view null : {"~", "null", "Null", "NULL"}) {
      if (!text.substr(word).starts_with(null)) continue;
      const std::size_t next = text.find_first_not_of(' ', word + null.size());
      if (next == std::string_view::npos || text[next] != ':') return source_.place(at);
    }
    if (!frames_.empty()) {
      const std::optional<YamlMember>& key = frames_.back().key;
      if (key) return key->place;
    }
    const std::size_t before = at == 0 ? at : text.find_last_not_of(" \t\r\n", at - 1);
    const bool is_dash = before != std::string_view::npos && at > 0 && text[before] == '-';
    return source_.place(is_dash ? before : at);
  }

  /// Whether what comes next is a key.
  [[nodiscard]] bool is_key_next() const {
    if (frames_.empty() || frames_.back().node->type != YamlType::Mapping) return false;
    return !frames_.back().key && !frames_.back().is_key_bad;
  }

  void count(const YAML::Mark& mark, std::size_t values) {
    values_ += values;
    if (values_ > kMaxValues) stop(mark, kTooManyValues);
  }

  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Style style) {
    seen(mark);
    if (tag != "?" && !tag.empty()) report_tag(mark);
    if (frames_.size() == kMaxLevels) stop(mark, kTooManyLevels);
    const std::size_t values_before = values_;
    if (!is_key_next()) count(mark, 1);
    YamlNode* node = tree_.add(source_.place(offset_of(mark)), style.type);
    const bool is_flow = style.style == YAML::EmitterStyle::Flow;
    if (is_flow) brackets_.push_back(behind_anchor(offset_of(mark)));
    if (anchor != YAML::NullAnchor) anchored_[anchor] = {node};
    frames_.push_back({node, anchor, is_flow, values_before});
  }

  void end() {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.is_flow) brackets_.pop_back();
    const std::size_t levels = frame.levels + 1;
    if (frame.anchor != YAML::NullAnchor) {
      anchored_[frame.anchor] = {frame.node, values_ - frame.values_before, levels, true};
    }
    if (!frames_.empty()) frames_.back().levels = std::max(frames_.back().levels, levels);
    attach(frame.node);
  }

  /// A scalar or a null.
  void complete(YamlNode* node, YAML::anchor_t anchor) {
    if (!is_key_next() && ++values_ > kMaxValues) {
      findings_.error(node->place, kTooManyValues);
      throw Stopped();
    }
    if (anchor != YAML::NullAnchor) anchored_[anchor] = {node, 1, 0, true};
    attach(node);
  }

  void attach(YamlNode* node) {
    if (frames_.empty()) {
      root_ = node;
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node->type == YamlType::Sequence) {
      frame.node->items.push_back(node);
    } else if (is_key_next()) {
      take_key(node->text, node->place, node->is_plain);  // empty for what is no scalar
    } else if (frame.is_key_bad) {
      frame.is_key_bad = false;
    } else {
      frame.key->value = node;
      frame.node->members.push_back(std::move(*frame.key));
      frame.key.reset();
    }
  }

  void take_key(const std::string& text, const Place& place, bool is_plain) {
    Frame& frame = frames_.back();
    frame.is_key_bad = true;
    if (text.empty()) {
      findings_.error(place, "a key must be a text; quote it");
    } else if (is_plain && text == "<<") {
      findings_.error(place,
                      "unknown key '<<': maps are not merged; repeat the keys, or give single "
                      "values an anchor");
    } else {
      frame.is_key_bad = false;
      frame.key = YamlMember{text, place, nullptr};
    }
  }

  /// Reports keys that stand twice, and keeps the first of each.
  void drop_duplicates(YamlNode& map) {
    std::vector<std::size_t> order(map.members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::tie(map.members[a].key, a) < std::tie(map.members[b].key, b);
    });
    const YamlMember* first = nullptr;
    for (const std::size_t at : order) {
      YamlMember& member = map.members[at];
      if (first == nullptr || first->key != member.key) {
        first = &member;
        continue;
      }
      findings_.error(member.place,
                      "the key " + in_quotes(member.key) + " stands at " + to_text(first->place) +
                          " already; keep one of them");
      member.value = nullptr;
    }
    std::erase_if(map.members, [](const YamlMember& member) { return member.value == nullptr; });
  }

  const SourceText& source_;
  YamlTree& tree_;
  Findings& findings_;
  YamlNode* root_ = nullptr;
  std::vector<Frame> frames_;
  std::vector<std::size_t> brackets_;  // where the open flow collections begin
  std::unordered_map<YAML::anchor_t, Anchored> anchored_;
  std::size_t values_ = 0, last_ = 0;
};

}  // namespace

YamlNode* read_yaml(const SourceText& source, YamlTree& tree, Findings& findings) {
  if (auto refused = refusal(source)) {
    findings.add(std::move(*refused));
    return nullptr;
  }
  TreeBuilder builder(source, tree, findings);
  try {
    std::istringstream in{std::string(source.text())};
    YAML::Parser parser(in);
    // A second document is an error that the builder reports.
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stopped&) {
    return nullptr;
  } catch (const YAML::Exception& exception) {
    findings.add(explained(source, builder.stopped_by(exception)));
    return nullptr;
  }
  if (builder.root() == nullptr) {
    findings.error({source.name()}, "the file is empty; it must be a map, written in YAML");
  }
  return builder.root();
}

}  // namespace dgctl::engine
