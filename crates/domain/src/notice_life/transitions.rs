//! From one stage to the next.

use jiff::civil::Date;

use super::{Ending, Granted, Issued, Letter, NoticeAct, NoticeDraft, NoticeRefusal, NoticeStage};

impl NoticeStage {
    /// 草案 or 差戻し to 了承依頼中, once the draft has all that the notice needs.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], [`NoticeRefusal::Incomplete`], [`NoticeRefusal::Future`].
    pub fn request(
        self,
        draft: &NoticeDraft,
        request: Letter,
        today: Date,
    ) -> Result<Self, NoticeRefusal> {
        self.check(NoticeAct::Request)?;
        let missing = draft.missing();
        if !missing.is_empty() {
            return Err(NoticeRefusal::Incomplete { missing });
        }
        not_future("了承依頼", request.date(), today)?;
        Ok(Self::Requested { request })
    }

    /// 了承依頼中 to 了承済.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], [`NoticeRefusal::TooEarly`], [`NoticeRefusal::Future`].
    pub fn acknowledge(self, acknowledgement: Letter, today: Date) -> Result<Self, NoticeRefusal> {
        let Self::Requested { request } = self else {
            return Err(self.not_now(NoticeAct::Acknowledge));
        };
        in_order(
            ("了承", acknowledgement.date()),
            ("了承依頼", request.date()),
        )?;
        not_future("了承", acknowledgement.date(), today)?;
        Ok(Self::Acknowledged(Granted {
            request,
            acknowledgement,
        }))
    }

    /// 了承依頼中 to 差戻し.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], [`NoticeRefusal::NoReason`].
    pub fn send_back(self, reason: &str, on: Date) -> Result<Self, NoticeRefusal> {
        let Self::Requested { request } = self else {
            return Err(self.not_now(NoticeAct::SendBack));
        };
        let reason = given(reason)?;
        Ok(Self::Returned {
            request,
            reason,
            on,
        })
    }

    /// 了承済 to 通知済: the draft that was acknowledged becomes the letter.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], [`NoticeRefusal::TooEarly`], [`NoticeRefusal::Future`].
    pub fn issue(self, notice: Letter, today: Date) -> Result<Self, NoticeRefusal> {
        let Self::Acknowledged(granted) = self else {
            return Err(self.not_now(NoticeAct::Issue));
        };
        let acknowledged = granted.acknowledgement.date();
        in_order(("通知", notice.date()), ("了承", acknowledged))?;
        not_future("通知", notice.date(), today)?;
        Ok(Self::Issued(Issued { granted, notice }))
    }

    /// 通知済 to 周知中. The day is the notice's at least, for notices are never dated ahead.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`].
    pub fn distribute(self, today: Date) -> Result<Self, NoticeRefusal> {
        let Self::Issued(issued) = self else {
            return Err(self.not_now(NoticeAct::Distribute));
        };
        let since = today.max(issued.notice.date());
        Ok(Self::InDistribution { issued, since })
    }

    /// 周知中 to 掲載済.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`].
    pub fn list(self, today: Date) -> Result<Self, NoticeRefusal> {
        let Self::InDistribution { issued, since } = self else {
            return Err(self.not_now(NoticeAct::List));
        };
        let on = today.max(since);
        Ok(Self::Listed { issued, since, on })
    }

    /// To 改訂: the notice `by`, dated `on`, takes its place.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], [`NoticeRefusal::TooEarly`].
    pub fn revise(self, by: &str, on: Date) -> Result<Self, NoticeRefusal> {
        let by = by.to_owned();
        if let Some(issued) = self.issued() {
            in_order(("改訂後の通知", on), ("改訂元の通知", issued.notice.date()))?;
        }
        self.end(NoticeAct::Revise, Ending::Revised { by, on })
    }

    /// To 失効.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], [`NoticeRefusal::NoReason`].
    pub fn expire(self, reason: &str, on: Date) -> Result<Self, NoticeRefusal> {
        self.check(NoticeAct::Expire)?;
        let reason = given(reason)?;
        self.end(NoticeAct::Expire, Ending::Expired { reason, on })
    }

    fn end(self, act: NoticeAct, ending: Ending) -> Result<Self, NoticeRefusal> {
        let (issued, since, listed) = match self {
            Self::Issued(issued) => (issued, None, None),
            Self::InDistribution { issued, since } => (issued, Some(since), None),
            Self::Listed { issued, since, on } => (issued, Some(since), Some(on)),
            other => return Err(other.not_now(act)),
        };
        Ok(Self::Ended {
            issued,
            since,
            listed,
            ending,
        })
    }

    /// Whether `act` is possible now.
    ///
    /// # Errors
    /// [`NoticeRefusal::NotNow`], which names the stages in which it is.
    pub fn check(&self, act: NoticeAct) -> Result<(), NoticeRefusal> {
        if act.is_possible(self) {
            Ok(())
        } else {
            Err(self.not_now(act))
        }
    }

    fn not_now(&self, act: NoticeAct) -> NoticeRefusal {
        NoticeRefusal::NotNow {
            act: act.label(),
            needed: act.needed().join("」「"),
            now: self.label(),
        }
    }
}

fn given(reason: &str) -> Result<String, NoticeRefusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(NoticeRefusal::NoReason);
    }
    Ok(reason.to_owned())
}

fn in_order(
    (what, date): (&'static str, Date),
    (before, earliest): (&'static str, Date),
) -> Result<(), NoticeRefusal> {
    if date < earliest {
        return Err(NoticeRefusal::TooEarly {
            what,
            date,
            before,
            earliest,
        });
    }
    Ok(())
}

fn not_future(what: &'static str, date: Date, today: Date) -> Result<(), NoticeRefusal> {
    if date > today {
        return Err(NoticeRefusal::Future { what, date });
    }
    Ok(())
}
