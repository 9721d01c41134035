# correct answers in other styles, to look for false rejections
import random, heapq, itertools
from fractions import Fraction
from scipy.special import expit, logit, logsumexp
import operator, numbers
ALTS={}
def reservoir_heap(stream,k,seed):
    if k<0: raise ValueError
    rnd=random.Random(seed); h=[]
    for i,x in enumerate(stream):
        t=(rnd.random(),i,x)
        if len(h)<k: heapq.heappush(h,t)
        elif k: heapq.heappushpop(h,t)
    return [x for _,_,x in h]
def reservoir_L(stream,k,seed):
    if k<0: raise ValueError
    it=iter(stream); r=list(itertools.islice(it,k))
    if k==0 or len(r)<k: return r
    rng=np.random.default_rng(seed); w=math.exp(math.log(1-rng.random())/k)
    while True:
        skip=math.floor(math.log(1-rng.random())/math.log1p(-w))
        nxt=list(itertools.islice(it,skip,skip+1))
        if not nxt: return r
        r[int(rng.integers(k))]=nxt[0]
        w*=math.exp(math.log(1-rng.random())/k)
def reservoir_state(stream,k,seed):
    if k<0: raise ValueError
    rs=np.random.RandomState(seed); kept=[]; n=0
    for x in stream:
        n+=1
        if len(kept)<k: kept.append(x)
        elif rs.random_sample()<k/n: kept[rs.randint(k)]=x
    return kept
def reservoir_random(stream,k,seed):
    if k<0: raise ValueError
    r=random.Random(seed); kept=[]
    for i,x in enumerate(stream,1):
        if i<=k: kept.append(x)
        else:
            j=r.randrange(i)
            if j<k:
                kept.pop(j); kept.append(x)
    return kept
def reservoir_keys_sorted(stream,k,seed):
    if k<0: raise ValueError
    rng=np.random.default_rng(seed); best=[]
    for i,x in enumerate(stream):
        best.append((rng.random(),i,x)); best.sort(key=lambda t:t[:2]); del best[k:]
    return [x for *_,x in sorted(best,key=lambda t:t[1])]
ALTS["reservoir_sample"]=[reservoir_heap,reservoir_L,reservoir_state,reservoir_random,reservoir_keys_sorted]
def imp_loops(values,sampled_with,wanted):
    v,q,p=list(values),list(sampled_with),list(wanted)
    if not v or len(v)!=len(q) or len(v)!=len(p): raise ValueError
    s=s2=m=Fraction(0)
    for a,b,c in zip(v,q,p):
        if not math.isfinite(b) or b<=0 or not math.isfinite(c) or c<0: raise ValueError
        if c==0: continue
        if not math.isfinite(a): raise ValueError
        w=Fraction(float(c))/Fraction(float(b)); s+=w; s2+=w*w; m+=w*Fraction(float(a))
    if s==0: raise ValueError
    return {"effective_sample_size":float(s*s/s2),"mean":float(m/s)}
def imp_log(values,sampled_with,wanted):
    v,q,p=(np.array(x,dtype=np.float64) for x in (values,sampled_with,wanted))
    if v.size==0 or v.shape!=q.shape or v.shape!=p.shape: raise ValueError
    if np.any(~np.isfinite(q))|np.any(q<=0)|np.any(~np.isfinite(p))|np.any(p<0)|~np.any(p>0): raise ValueError
    ok=p>0; v,q,p=v[ok],q[ok],p[ok]
    if not np.all(np.isfinite(v)): raise ValueError
    lw=np.log(p)-np.log(q); lw-=logsumexp(lw); w=np.exp(lw)
    return {"mean":np.dot(w,v),"effective_sample_size":1/np.sum(w*w)}
ALTS["importance_estimate"]=[imp_loops,imp_log]
def rules_pandas(rules,flights,n_classes):
    if len(rules)==0: raise ValueError("none")
    cols={}
    for name,f in rules.items():
        out=[]
        for i in range(len(flights)):
            try: v=f(flights.iloc[i].to_dict())
            except BaseException as e: raise ValueError(name)
            if v is None: out.append(-1); continue
            if isinstance(v,(bool,np.bool_)) or not isinstance(v,numbers.Integral) or v not in range(n_classes): raise ValueError(f"bad {name}")
            out.append(int(v))
        cols[name]=out
    M=np.array([cols[n] for n in rules],dtype=np.int8).reshape(len(rules),len(flights)).T
    S=pd.DataFrame(0.0,index=list(rules),columns=["coverage","overlap","conflict"])
    for j,n in enumerate(rules):
        for row in M:
            if row[j]==-1: continue
            oth=[x for k,x in enumerate(row) if k!=j and x!=-1]
            S.loc[n,"coverage"]+=1; S.loc[n,"overlap"]+=len(oth)>0; S.loc[n,"conflict"]+=len(set(oth)-{row[j]})>0
    return M,S/max(1,len(M))
def rules_iter(rules,flights,n_classes):
    if not rules: raise ValueError("none")
    names=list(rules); votes=np.zeros((len(flights),len(names)),dtype=int)
    for i,(_,r) in enumerate(flights.iterrows()):
        for j,name in enumerate(names):
            try: a=rules[name](r.to_dict())
            except Exception as e: raise ValueError(f"{name} failed") from e
            if a is None: votes[i,j]=-1; continue
            if type(a) is bool or type(a) is not int and not isinstance(a,np.integer): raise ValueError(name)
            if a<0 or a>=n_classes: raise ValueError(name)
            votes[i,j]=a
    V=votes!=-1
    if len(votes)==0: return votes,pd.DataFrame({c:[0.0]*len(names) for c in ("coverage","overlap","conflict")},index=pd.Index(names,dtype=object))
    cov=V.mean(0); n_v=V.sum(1,keepdims=True); ov=(V&(n_v>1)).mean(0)
    same=np.stack([(votes==votes[:,[j]]).sum(1) for j in range(len(names))],1)
    con=(V&(n_v>same)).mean(0)
    return votes,pd.DataFrame(np.column_stack([cov,ov,con]),index=names,columns=["coverage","overlap","conflict"])
ALTS["apply_rules"]=[rules_pandas,rules_iter]
def ds_loops(votes,n_classes,n_iter,smoothing=0.01):
    A=np.array(votes)
    if A.ndim!=2 or 0 in A.shape or n_classes<2 or n_iter<1 or not math.isfinite(smoothing) or smoothing<=0: raise ValueError
    if A.min()<-1 or A.max()>=n_classes: raise ValueError
    n,m=A.shape; C=n_classes; L=A.tolist()
    T=[]
    for row in L:
        g=[v for v in row if v>=0]; T.append([g.count(c)/len(g) for c in range(C)] if g else [1/C]*C)
    for _ in range(n_iter):
        pr=[(smoothing+math.fsum(t[c] for t in T))/(smoothing*C+n) for c in range(C)]
        K=[[[smoothing]*C for _ in range(C)] for _ in range(m)]; D=[[smoothing*C]*C for _ in range(m)]
        for i,row in enumerate(L):
            for j,v in enumerate(row):
                if v<0: continue
                for t in range(C): K[j][t][v]+=T[i][t]; D[j][t]+=T[i][t]
        for j in range(m):
            for t in range(C):
                K[j][t]=[x/D[j][t] for x in K[j][t]]
        T=[]
        for row in L:
            lg=[math.log(pr[t])+sum(math.log(K[j][t][v]) for j,v in enumerate(row) if v>=0) for t in range(C)]
            mx=max(lg); e=[math.exp(x-mx) for x in lg]; z=sum(e); T.append([x/z for x in e])
    return {"prior":np.array(pr),"posterior":np.array(T),"confusion":np.array(K)}
ALTS["dawid_skene"]=[ds_loops]
def lab_loop(flights,now,window):
    for c in ("scheduled_arrival","arrived_at","reported_at"):
        if c not in flights.columns or getattr(flights[c].dt,"tz",None) is None: raise ValueError
    if now.tz is None or window<pd.Timedelta("15min"): raise ValueError
    out=[]
    for s,a,r in zip(*(flights[c] for c in ("scheduled_arrival","arrived_at","reported_at"))):
        if not pd.isna(r) and r<=now: out.append(1.0 if (a-s)>=pd.Timedelta(minutes=15) else 0.0)
        elif now-s>=window: out.append(1.0)
        else: out.append(float("nan"))
    return pd.Series(out,index=flights.index,name="late",dtype=float)
def lab_mask(flights,now,window):
    try: u={c:flights[c].dt.tz_convert("UTC") for c in ("scheduled_arrival","arrived_at","reported_at")}
    except (KeyError,TypeError,AttributeError) as e: raise ValueError from e
    if now.tzinfo is None or window<pd.Timedelta(15,"min"): raise ValueError
    now=now.tz_convert("UTC")
    o=pd.Series(np.nan,index=range(len(flights)))
    u={c:x.reset_index(drop=True) for c,x in u.items()}
    o[(now-u["scheduled_arrival"])>=window]=1.0
    k=u["reported_at"].le(now); d=(u["arrived_at"]-u["scheduled_arrival"]).dt.total_seconds()/60
    o[k]=(d[k]>=15).astype(float)
    o.index=flights.index; return o.rename("late")
ALTS["labels_as_of"]=[lab_loop,lab_mask]
def ch_loop(probabilities,embeddings,k,min_distance):
    p=[float(x) for x in probabilities]; E=np.array(embeddings,dtype=float)
    if k<0 or not(0<=min_distance<math.inf): raise ValueError
    if E.ndim!=2 or E.shape[1]<1 or E.shape[0]!=len(p) or not np.isfinite(E).all() or not all(0<=x<=1 for x in p): raise ValueError
    got=[]
    for i in sorted(range(len(p)),key=lambda i:(abs(p[i]-.5),i)):
        if len(got)>=k: break
        if all(math.dist(E[i],E[j])>=min_distance for j in got): got.append(i)
    return np.asarray(got,dtype=np.int32)
def ch_alive(probabilities,embeddings,k,min_distance):
    p=np.asarray(probabilities,float); E=np.asarray(embeddings,float)
    if k<0 or not np.isfinite(min_distance) or min_distance<0: raise ValueError
    if E.ndim!=2 or E.shape[1]==0 or len(E)!=len(p): raise ValueError
    if np.isnan(p).any() or (p<0).any() or (p>1).any() or not np.isfinite(E).all(): raise ValueError
    ent=np.minimum(p,1-p); alive=np.ones(len(p),bool); out=[]
    while alive.any() and len(out)<k:
        c=np.where(alive,ent,-1); i=int(c.argmax()); out.append(i)
        d2=((E-E[i])**2).sum(1); alive&=d2>=min_distance**2; alive[i]=False
    return np.array(out,dtype=np.int64)
from scipy.spatial.distance import cdist
def ch_cdist(probabilities,embeddings,k,min_distance):
    p=np.asarray(probabilities,float); E=np.asarray(embeddings,float)
    if k<0 or not np.isfinite(min_distance) or min_distance<0: raise ValueError
    if E.ndim!=2 or E.shape[1]==0 or len(E)!=len(p): raise ValueError
    if not np.logical_and(p>=0,p<=1).all() or not np.isfinite(E).all(): raise ValueError
    with np.errstate(all="ignore"): H=-np.nan_to_num(p*np.log2(p))-np.nan_to_num((1-p)*np.log2(1-p))
    D=cdist(E,E); out=np.zeros(0,dtype=int)
    for i in np.argsort(-H,kind="stable"):
        if len(out)==k: break
        if not (D[i,out]<min_distance).any(): out=np.append(out,i)
    return out
ALTS["choose_for_labelling"]=[ch_loop,ch_alive,ch_cdist]
def co_logit(p,keep_rate):
    a=np.array(p,dtype=float)
    if np.isnan(keep_rate) or keep_rate<=0 or keep_rate>1: raise ValueError
    if a.size and (np.isnan(a).any() or a.min()<0 or a.max()>1): raise ValueError
    return expit(logit(a)+math.log(keep_rate))
def co_loop(p,keep_rate):
    if not(keep_rate>0) or keep_rate>1: raise ValueError
    out=[]
    for x in p:
        if not (0<=x<=1): raise ValueError
        out.append(1.0 if x==1 else (lambda o:o/(1+o))(keep_rate*x/(1-x)))
    return np.array(out,dtype=float)
def co_recip(p,keep_rate):
    a=np.asarray(p,dtype=float)
    if not 0<keep_rate<=1 or not np.all((a>=0)&(a<=1)): raise ValueError
    with np.errstate(all="ignore"): return 1/(1+(1/a-1)/keep_rate)
ALTS["correct_for_sampling"]=[co_logit,co_loop,co_recip]
